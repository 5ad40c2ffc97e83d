using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Workflow;

/// <summary>What worksheets and samples do by themselves, decided on how many analyses are in each state (T-57). Pure.</summary>
internal static class Promotion
{
    /// <summary>The next transition of a worksheet; null: it stays as it is.</summary>
    public static string? OfWorksheet(string state, StateTally tally) => state switch
    {
        WorksheetState.Open when IsSubmitted(tally) => TransitionId.Submit,
        WorksheetState.ToBeVerified when IsVerified(tally) => TransitionId.Verify,

        // Also where nothing is left, so that the worksheet can be filled again or removed (T-35).
        WorksheetState.ToBeVerified when tally[AnalysisState.Assigned] > 0 || Active(tally) == 0 => TransitionId.RollbackToOpen,
        _ => null,
    };

    /// <summary>The next transition of a sample; null: it stays as it is.</summary>
    public static string? OfSample(string state, StateTally tally, Setup setup) => state switch
    {
        SampleState.Due or SampleState.Received when IsSubmitted(tally) => TransitionId.Submit,
        SampleState.ToBeVerified when setup.AutoVerifySamples && IsVerified(tally) => TransitionId.Verify,
        SampleState.ToBeVerified or SampleState.Verified
            when tally.Count(AnalysisState.IsOpen) > 0 || (tally.Total > 0 && Active(tally) == 0) => TransitionId.RollbackToReceive,
        _ => null,
    };

    /// <summary>Whether there are results, and all of them are verified.</summary>
    public static bool IsVerified(StateTally tally) =>
        Active(tally) is > 0 and var active && tally.Count(AnalysisState.IsVerified) == active;

    private static bool IsSubmitted(StateTally tally) =>
        Active(tally) is > 0 and var active && tally.Count(AnalysisState.IsSubmitted) == active;

    private static int Active(StateTally tally) => tally.Total - tally.Count(AnalysisState.IsDetached);
}
