using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Analyses;

/// <summary>Enters results and what belongs to them (<c>lims-domain</c>, 2.1 and 8).</summary>
/// <param name="actions">The transaction, and whose rights count.</param>
internal sealed class ResultEntry(LabActions actions)
{
    private const int LongestResult = 1_000;
    private const int LongestRemarks = 10_000;

    /// <summary>Enters a result.</summary>
    /// <returns>Null: done. Else why not; nothing has changed.</returns>
    public Task<Refusal?> SetResultAsync(string uid, string result, CancellationToken cancellationToken) =>
        EditAsync(uid, new AnalysisEdit { Result = result }, cancellationToken);

    /// <summary>Changes an analysis, all of it or nothing.</summary>
    /// <returns>Null: done. Else why not; nothing has changed.</returns>
    public async Task<Refusal?> EditAsync(string uid, AnalysisEdit edit, CancellationToken cancellationToken)
    {
        if (await actions.Work.FindAsync<Analysis>(uid, cancellationToken) is not { } analysis)
        {
            return new Refusal(RefusalKind.NotFound, $"There is no analysis {uid}.");
        }

        var refusal = CheckRights(analysis, edit)
            ?? (edit.Version is { } version ? await actions.CheckVersionAsync(uid, version, cancellationToken) : null)
            ?? await actions.CheckPendingAsync(analysis, cancellationToken)
            ?? CheckValues(analysis, edit);
        if (refusal is null)
        {
            actions.Work.Put(After(analysis, edit));
        }

        return refusal;
    }

    /// <summary>Why the user may not enter a result; null: the user may. What pages ask for each cell.</summary>
    public Refusal? CheckResult(Analysis analysis) =>
        Require(AnalysisGuards.SubmitPermission(analysis), analysis, "result")
        ?? Require(Permission.FieldEditResult, analysis, "result");

    private Refusal? CheckRights(Analysis analysis, AnalysisEdit edit)
    {
        var refusal = edit.Result is null && edit.ResultCaptureDate is null ? null : CheckResult(analysis);
        if (edit.Analyst is not null || edit.Method is not null || edit.Instrument is not null)
        {
            refusal ??= Require(Permission.FieldEditResult, analysis, "analyst, method and instrument");
        }

        return refusal
            ?? (edit.Remarks is null ? null : Require(Permission.FieldEditRemarks, analysis, "remarks"))
            ?? (edit.Hidden is null ? null : Require(Permission.FieldEditHidden, analysis, "visibility"));
    }

    // Where nobody may, it is the state that forbids it, not the user's roles.
    private Refusal? Require(string permission, Analysis analysis, string field)
    {
        if (Rights.Allows(actions.User, permission, analysis, actions.Setup))
        {
            return null;
        }

        return Rights.RolesOf(permission, analysis, actions.Setup).Count == 0
            ? new Refusal(
                RefusalKind.NotNow, $"The {field} of {Words.Of(analysis)} cannot be changed: it is {Words.OfState(analysis.State)}.")
            : Guards.Forbid(
                actions.User, $"change the {field} of {Words.Of(analysis)}", [permission], analysis, actions.Setup);
    }

    private Refusal? CheckValues(Analysis analysis, AnalysisEdit edit)
    {
        if (edit.Result is { Length: > LongestResult })
        {
            return Invalid($"The result of {Words.Of(analysis)} has {edit.Result.Length} characters; {LongestResult} are allowed.");
        }

        if (edit.Remarks is { Length: > LongestRemarks })
        {
            return Invalid($"The remarks on {Words.Of(analysis)} have {edit.Remarks.Length} characters; {LongestRemarks} are allowed.");
        }

        if (edit.ResultCaptureDate > actions.Work.Now)
        {
            return Invalid($"The result of {Words.Of(analysis)} cannot be captured in the future ({edit.ResultCaptureDate:u}).");
        }

        if (edit.Method is { Length: > 0 } method && !analysis.AllowedMethods.Contains(method, StringComparer.Ordinal))
        {
            return Invalid($"{Words.Of(analysis)} cannot be done by method {method}: its service does not list it.");
        }

        return edit.Instrument is { Length: > 0 } instrument && !analysis.AllowedInstruments.Contains(instrument, StringComparer.Ordinal)
            ? Invalid($"{Words.Of(analysis)} cannot be done on instrument {instrument}: its service does not list it.")
            : null;
    }

    private Analysis After(Analysis analysis, AnalysisEdit edit)
    {
        var result = edit.Result?.Trim() ?? analysis.Result;
        return analysis with
        {
            Result = result,
            ResultCaptureDate = edit.ResultCaptureDate?.TruncateToMicroseconds() ?? CapturedAt(analysis, edit, result),
            Analyst = edit.Analyst ?? analysis.Analyst,
            Method = NewReference(edit.Method, analysis.Method),
            Instrument = NewReference(edit.Instrument, analysis.Instrument),
            Remarks = edit.Remarks ?? analysis.Remarks,
            Hidden = edit.Hidden ?? analysis.Hidden,
        };
    }

    // A blank or control counts as measured again also where the same result is entered once more.
    private DateTimeOffset? CapturedAt(Analysis analysis, AnalysisEdit edit, string result)
    {
        if (result.Length == 0)
        {
            return null;
        }

        var isEntered = edit.Result is not null
            && (result != analysis.Result || analysis.Kind is AnalysisKind.Blank or AnalysisKind.Control);
        return isEntered ? actions.Work.Now : analysis.ResultCaptureDate;
    }

    private static string? NewReference(string? edited, string? before) =>
        edited is null ? before : edited.Length == 0 ? null : edited;

    private static Refusal Invalid(string message) => new(RefusalKind.Invalid, message);
}
