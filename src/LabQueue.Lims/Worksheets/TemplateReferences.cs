using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Worksheets;

/// <summary>Fills the slots of a template for blanks and controls (<c>lims-domain</c>, 3.8).</summary>
/// <param name="sheet">The worksheet.</param>
/// <param name="template">The template.</param>
internal sealed class TemplateReferences(Sheet sheet, WorksheetTemplate template)
{
    private const int Page = 500;

    private IReadOnlyList<ReferenceSample>? _current;

    /// <summary>Fills a slot, if it is empty.</summary>
    /// <returns>Why it cannot be filled; empty: it is filled.</returns>
    public async Task<string> FillAsync(TemplateRow slot, CancellationToken cancellationToken)
    {
        if (sheet.Rows.ContainerAt(slot.Position) is not null)
        {
            return string.Empty;
        }

        var definition = await sheet.Actions.Work.FindAsync<ReferenceDefinition>(slot.Reference, cancellationToken);
        if (definition is null)
        {
            return "The template names no reference definition for it.";
        }

        var usable = (await CurrentAsync(cancellationToken))
            .Where(sample => sample.ReferenceDefinition == definition.Uid
                && ReferenceChoice.IsUsable(sample, slot.Kind, sheet.Actions.Work.Now))
            .ToList();
        if (usable.Count == 0)
        {
            return $"There is no reference sample of '{definition.Title}' that is in use and not past its date.";
        }

        if (ReferenceChoice.Best(usable, template.Services) is not { } best)
        {
            return $"No reference sample of '{definition.Title}' supports one of the template's services.";
        }

        var (_, refusal) = await sheet.AddReferencesAsync(best.Sample.Uid, best.Services, slot.Position, cancellationToken);
        return refusal?.Message ?? string.Empty;
    }

    private async Task<IReadOnlyList<ReferenceSample>> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_current is not null)
        {
            return _current;
        }

        var all = new List<ReferenceSample>();
        IReadOnlyList<ReferenceSample> page;
        do
        {
            var query = new LabQuery { States = [ReferenceSampleState.Current], Offset = all.Count, Limit = Page };
            page = await sheet.Actions.Work.ListAsync<ReferenceSample>(query, cancellationToken);
            all.AddRange(page);
        }
        while (page.Count == Page);
        return _current = all;
    }
}
