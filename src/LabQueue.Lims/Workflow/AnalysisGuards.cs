using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Workflow;

/// <summary>Rules on transitions of analyses beyond state and permission (<c>lims-domain</c>, 2.1 to 2.6). Pure.</summary>
internal static class AnalysisGuards
{
    /// <summary>Why a transition is not possible; null: it is.</summary>
    public static Refusal? Check(Case about, Analysis analysis, string id) => id switch
    {
        TransitionId.Assign => CheckAssign(about, analysis),
        TransitionId.Unassign => CheckUnassign(analysis),
        TransitionId.Submit => CheckSubmit(about, analysis),
        TransitionId.MultiVerify => Verification.Check(analysis, isLast: false, about.User, about.Setup),
        TransitionId.Verify or TransitionId.Retest => Verification.Check(analysis, isLast: true, about.User, about.Setup),
        _ => null,
    };

    /// <summary>The permission that handing in its result needs: where it is measured decides, not either of two (T-54).</summary>
    public static string SubmitPermission(Analysis analysis) =>
        analysis.Kind == AnalysisKind.Routine && analysis.PointOfCapture == PointsOfCapture.Field
            ? Permission.EditFieldResults
            : Permission.EditResults;

    private static Refusal? CheckAssign(Case about, Analysis analysis)
    {
        if (about.Sample is { DateReceived: null })
        {
            return No($"{Words.Of(analysis)} cannot be put on a worksheet: its sample was not received.");
        }

        return analysis.Slot is null ? null : No($"{Words.Of(analysis)} is on a worksheet already.");
    }

    private static Refusal? CheckUnassign(Analysis analysis) =>
        analysis.Slot is null ? No($"{Words.Of(analysis)} is on no worksheet.") : null;

    private static Refusal? CheckSubmit(Case about, Analysis analysis)
    {
        if (string.IsNullOrWhiteSpace(analysis.Result))
        {
            return new Refusal(RefusalKind.Invalid, $"{Words.Of(analysis)} has no result.");
        }

        if (about.Sample is { } sample)
        {
            if (analysis.PointOfCapture == PointsOfCapture.Field && sample.DateSampled is null)
            {
                return No($"{Words.Of(analysis)} cannot be submitted: the date of sampling of {sample.Id} is not known.");
            }

            if (analysis.PointOfCapture != PointsOfCapture.Field && sample.DateReceived is null)
            {
                return No($"{Words.Of(analysis)} cannot be submitted: {sample.Id} was not received.");
            }
        }

        if (about.Setup.AllowToSubmitNotAssigned || about.User.Has(Role.LabManager, Role.Manager)
            || analysis.Analyst == about.User.Username)
        {
            return null;
        }

        return No(analysis.Analyst.Length == 0
            ? $"{Words.Of(analysis)} has no analyst yet, and only its analyst may submit it."
            : $"{Words.Of(analysis)} may be submitted by its analyst only, who is {analysis.Analyst}.");
    }

    private static Refusal No(string message) => new(RefusalKind.NotNow, message);
}
