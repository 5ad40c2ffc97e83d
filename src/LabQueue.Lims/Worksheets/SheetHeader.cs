using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Worksheets;

/// <summary>Changes a worksheet's header and hands what is in it on to its analyses, as long as they have no submitted result.</summary>
internal static class SheetHeader
{
    private const int MostAnalysts = 500;

    /// <summary>Changes what a person changed.</summary>
    /// <param name="sheet">The worksheet.</param>
    /// <param name="change">What is to be different.</param>
    /// <param name="users">The users, of whom the analyst has to be one.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Null: done. Else why not; nothing has changed.</returns>
    public static async Task<Refusal?> EditAsync(
        this Sheet sheet, SheetChange change, ILabUsers users, CancellationToken cancellationToken)
    {
        var before = sheet.Worksheet;
        var after = change.To(before);
        var actions = sheet.Actions;
        var refusal = actions.Require(Permission.EditWorksheet, before)
            ?? await actions.CheckHeaderAsync(after, before, users, cancellationToken)
            ?? await actions.CheckPendingAsync(before, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        await sheet.ChangeAsync(change.To, cancellationToken);
        await sheet.PushAsync(
            analysis =>
            {
                var next = after.Analyst == before.Analyst ? analysis : analysis with { Analyst = after.Analyst };
                next = after.Instrument == before.Instrument ? next : next.MovedTo(sheet.Instrument);
                return after.Method == before.Method ? next : next.DoneBy(after.Method);
            },
            cancellationToken);
        return null;
    }

    /// <summary>Sets a template's instrument and method, over those that the worksheet and its analyses have.</summary>
    public static async Task EquipAsync(this Sheet sheet, WorksheetTemplate template, CancellationToken cancellationToken)
    {
        if (sheet.Worksheet.State != WorksheetState.Open || (template.Instrument ?? template.RestrictToMethod) is null)
        {
            return;
        }

        await sheet.ChangeAsync(
            worksheet => worksheet with
            {
                Instrument = template.Instrument ?? worksheet.Instrument,
                Method = template.RestrictToMethod ?? worksheet.Method,
            },
            cancellationToken);
        var instrument = template.Instrument is null ? null : sheet.Instrument;
        await sheet.PushAsync(
            analysis => analysis.MovedTo(instrument).DoneBy(template.RestrictToMethod), cancellationToken);
    }

    /// <summary>Why a header cannot be as it is to be; null: it can.</summary>
    public static async Task<Refusal?> CheckHeaderAsync(
        this LabActions actions, Worksheet after, Worksheet? before, ILabUsers users, CancellationToken cancellationToken)
    {
        if (after.Analyst != before?.Analyst && !await IsAnalystAsync(actions, after.Analyst, users, cancellationToken))
        {
            return new Refusal(
                RefusalKind.Invalid,
                $"A worksheet needs an analyst: a user with the role Analyst, LabManager or Manager. '{after.Analyst}' is none.");
        }

        if (after.ResultsLayout is not (SheetChange.Classic or SheetChange.Transposed))
        {
            return new Refusal(
                RefusalKind.Invalid,
                $"The layout '{after.ResultsLayout}' is unknown; there are {SheetChange.Classic} and {SheetChange.Transposed}.");
        }

        return await actions.CheckInUseAsync<Instrument>(after.Instrument, before?.Instrument, cancellationToken)
            ?? await actions.CheckInUseAsync<Method>(after.Method, before?.Method, cancellationToken);
    }

    /// <summary>Users who may be the analyst of a worksheet, by name.</summary>
    public static async Task<IReadOnlyList<LabUser>> AnalystsAsync(LabReader reader, CancellationToken cancellationToken)
    {
        var query = new UserQuery { Disabled = false, Roles = [Role.Analyst, Role.LabManager, Role.Manager], Limit = MostAnalysts };
        return [.. (await LabUsers.ListAsync(reader, query, cancellationToken)).OrderBy(user => user.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    private static bool MayBeAnalyst(LabUser user) => !user.Disabled && user.Has(Role.Analyst, Role.LabManager, Role.Manager);

    private static async Task<bool> IsAnalystAsync(
        LabActions actions, string username, ILabUsers users, CancellationToken cancellationToken) =>
        await users.FindAsync(actions.Work, username, cancellationToken) is { } user && MayBeAnalyst(user);

    private static async Task<Refusal?> CheckInUseAsync<T>(
        this LabActions actions, string? uid, string? before, CancellationToken cancellationToken)
        where T : LabObject
    {
        var isInUse = uid is null || uid == before
            || await actions.Work.FindAsync<T>(uid, cancellationToken) is { State: ActiveState.Active };
        return isInUse ? null : new Refusal(RefusalKind.Invalid, $"There is no active {typeof(T).Name.ToLowerInvariant()} {uid}.");
    }

    // A submitted result was measured as its analysis says; that is not changed behind its back.
    private static async Task PushAsync(this Sheet sheet, Func<Analysis, Analysis> change, CancellationToken cancellationToken)
    {
        var work = sheet.Actions.Work;
        foreach (var analysis in await work.FindAsync<Analysis>([.. sheet.Rows.Select(row => row.AnalysisUid)], cancellationToken))
        {
            if (analysis.State == AnalysisState.Assigned)
            {
                work.Put(change(analysis));
            }
        }
    }
}
