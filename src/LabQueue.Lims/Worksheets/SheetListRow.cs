using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Worksheets;

/// <summary>A row of the list of worksheets.</summary>
/// <param name="Worksheet">The worksheet.</param>
/// <param name="Numbers">Its numbers.</param>
/// <param name="Template">Title of its template; empty: it has none.</param>
/// <param name="Analyst">Name of its analyst.</param>
/// <param name="Queued">Where it is worked on in the background; null: it is not.</param>
/// <param name="Offered">Transitions that the user could ask for.</param>
internal sealed record SheetListRow(
    Worksheet Worksheet, SheetNumbers Numbers, string Template, string Analyst, QueuedSheet? Queued, IReadOnlyList<string> Offered)
{
    /// <summary>Beside the transitions: to give a worksheet to another analyst.</summary>
    public const string Reassign = "reassign";

    /// <summary>Completes the rows of some worksheets, with a few statements for all of them.</summary>
    public static async Task<IReadOnlyList<SheetListRow>> ReadAsync(
        LabActions actions, IReadOnlyList<Worksheet> worksheets, IReadOnlyDictionary<string, string> names, CancellationToken cancellationToken)
    {
        var work = actions.Work;
        string[] uids = [.. worksheets.Select(worksheet => worksheet.Uid)];
        var numbers = await SheetNumbers.ReadAsync(work, worksheets, cancellationToken);
        var queued = await QueuedSheet.ReadAsync(work, uids, cancellationToken);
        var templates = (await work.FindAsync<WorksheetTemplate>(
            [.. worksheets.Select(worksheet => worksheet.WorksheetTemplate).OfType<string>()], cancellationToken))
            .ToDictionary(template => template.Uid, template => template.Title, StringComparer.Ordinal);
        return
        [
            .. worksheets.Select(worksheet => new SheetListRow(
                worksheet,
                numbers[worksheet.Uid],
                templates.GetValueOrDefault(worksheet.WorksheetTemplate ?? string.Empty, string.Empty),
                names.GetValueOrDefault(worksheet.Analyst, worksheet.Analyst),
                queued.GetValueOrDefault(worksheet.Uid),
                [
                    .. Guards.Offered(new Case(worksheet, actions.User, actions.Setup, work.Now) { Tally = numbers[worksheet.Uid].Tally }),
                    .. MayReassign(actions, worksheet) ? (string[])[Reassign] : [],
                ])),
        ];
    }

    private static bool MayReassign(LabActions actions, Worksheet worksheet) =>
        worksheet.State != WorksheetState.Verified
        && actions.Require(Permission.ManageWorksheets, worksheet) is null
        && actions.Require(Permission.EditWorksheet, worksheet) is null;
}
