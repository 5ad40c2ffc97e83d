using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Workflow;

/// <summary>Who may verify a result, and how often that is needed (<c>lims-domain</c>, 2.3). Pure.</summary>
internal static class Verification
{
    /// <summary>Verifications that a result needs.</summary>
    public static int Required(Analysis analysis, Setup setup) =>
        analysis.NumberOfRequiredVerifications >= 1 ? analysis.NumberOfRequiredVerifications : setup.NumberOfRequiredVerifications;

    /// <summary>Verifications that are still missing.</summary>
    public static int Remaining(Analysis analysis, Setup setup) =>
        Math.Max(0, Required(analysis, setup) - Verifiers(analysis).Count);

    /// <summary>Who verified it, once for each time, first to last.</summary>
    public static IReadOnlyList<string> Verifiers(Analysis analysis) =>
    [
        .. analysis.History
            .Where(happened => happened.State == AnalysisState.Verified
                || happened.Action is TransitionId.Verify or TransitionId.MultiVerify or TransitionId.Retest)
            .Select(happened => happened.Actor),
    ];

    /// <summary>Who submitted the result that counts; null: nobody yet.</summary>
    public static string? Submitter(Analysis analysis) =>
        analysis.History.LastOrDefault(happened => happened.Action == TransitionId.Submit)?.Actor;

    /// <summary>Why a user may not verify a result; null: the user may.</summary>
    /// <param name="analysis">The analysis.</param>
    /// <param name="isLast">Whether the result would be verified by that; else it is one verification of several.</param>
    /// <param name="user">Who would.</param>
    /// <param name="setup">The laboratory's settings.</param>
    public static Refusal? Check(Analysis analysis, bool isLast, LabUser user, Setup setup)
    {
        var remaining = Remaining(analysis, setup);
        if (isLast != remaining <= 1)
        {
            return No(isLast
                ? $"{Words.Of(analysis)} needs {remaining} more verifications, so this one cannot be the last."
                : $"{Words.Of(analysis)} needs one more verification only, which verifies it.");
        }

        if (Submitter(analysis) == user.Username && !AllowsSubmitter(analysis, setup))
        {
            return No($"{Words.Of(analysis)} was submitted by {user.Username} and has to be verified by somebody else.");
        }

        return isLast && Required(analysis, setup) == 1 ? null : CheckAgain(analysis, user, setup);
    }

    private static bool AllowsSubmitter(Analysis analysis, Setup setup) => analysis.SelfVerification switch
    {
        0 => false,
        1 => true,
        _ => setup.SelfVerificationEnabled,
    };

    private static Refusal? CheckAgain(Analysis analysis, LabUser user, Setup setup)
    {
        var verifiers = Verifiers(analysis);
        return setup.TypeOfmultiVerification switch
        {
            Setup.MultiDisabled when verifiers.Contains(user.Username, StringComparer.Ordinal) =>
                No($"{user.Username} verified {Words.Of(analysis)} already; each verification has to be somebody else's."),
            Setup.MultiNotConsecutive when verifiers is [.., var last] && last == user.Username =>
                No($"{user.Username} verified {Words.Of(analysis)} last; the next verification has to be somebody else's."),
            _ => null,
        };
    }

    private static Refusal No(string message) => new(RefusalKind.NotNow, message);
}
