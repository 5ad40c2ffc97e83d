using System.Globalization;
using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Worksheets;

/// <summary>A worksheet that somebody wants to have.</summary>
/// <param name="Analyst">Who is to be responsible: a user's name.</param>
internal sealed record NewSheet(string Analyst)
{
    private const string Sequence = "worksheet-WS";

    /// <summary>The template that is to fill it, by uid; null: none. Applying it is a step of its own.</summary>
    public string? Template { get; init; }

    /// <summary>Instrument, by uid; null: none.</summary>
    public string? Instrument { get; init; }

    /// <summary>Method, by uid; null: none.</summary>
    public string? Method { get; init; }

    /// <summary>How results are shown; null: in rows.</summary>
    public string? ResultsLayout { get; init; }

    /// <summary>Makes it, empty.</summary>
    /// <param name="actions">The transaction and its user.</param>
    /// <param name="users">The users, of whom the analyst has to be one.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The worksheet, or why there cannot be one.</returns>
    public async Task<(Worksheet? Worksheet, Refusal? Refusal)> CreateAsync(
        LabActions actions, ILabUsers users, CancellationToken cancellationToken)
    {
        var work = actions.Work;
        var parent = await work.FindPathAsync(LabPath.Worksheets(work.Site), cancellationToken)
            ?? throw new InvalidDataException("The laboratory has no folder for worksheets.");
        var wanted = new Worksheet
        {
            ParentUid = parent.Uid,
            State = WorksheetState.Open,
            Analyst = Analyst,
            WorksheetTemplate = Template,
            Instrument = Instrument,
            Method = Method,
            ResultsLayout = ResultsLayout ?? SheetChange.Classic,
        };
        var refusal = actions.Require(Permission.AddWorksheet, parent)
            ?? await actions.CheckHeaderAsync(wanted, null, users, cancellationToken)
            ?? await CheckTemplateAsync(work, cancellationToken);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        // The number last: others wait for it from now until this is committed.
        var number = await work.NextNumberAsync(Sequence, cancellationToken);
        var id = string.Create(CultureInfo.InvariantCulture, $"WS-{number:D3}");
        return (work.Add(wanted with { Id = id, Title = id, Path = LabPath.Below(parent.Path, id) }), null);
    }

    private async Task<Refusal?> CheckTemplateAsync(LabWork work, CancellationToken cancellationToken) =>
        Template is null || await work.FindAsync<WorksheetTemplate>(Template, cancellationToken) is { State: ActiveState.Active }
            ? null
            : new Refusal(RefusalKind.NotFound, $"There is no active worksheet template {Template}.");
}
