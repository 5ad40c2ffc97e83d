using System.Globalization;
using LabQueue.Lims.Analyses;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Worksheets;

/// <summary>Repeats the analyses of a slot in another one (<c>lims-domain</c>, 3.5).</summary>
internal static class SheetDuplicates
{
    /// <summary>Adds a duplicate of each analysis of a slot. What is repeated in the other slot already is left alone.</summary>
    /// <param name="sheet">The worksheet.</param>
    /// <param name="source">The slot of the sample.</param>
    /// <param name="position">Where the duplicates go; null: where they fit.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was added, or why nothing can be.</returns>
    public static async Task<(IReadOnlyList<Analysis> Added, Refusal? Refusal)> AddDuplicatesAsync(
        this Sheet sheet, int source, int? position, CancellationToken cancellationToken)
    {
        var to = position ?? sheet.Rows.SlotForDuplicates(sheet.Template, source);
        var (sources, refusal) = sheet.SourcesAt(source);
        refusal = sheet.CheckOpen() ?? refusal ?? sheet.CheckSlot(to, sources[0].ContainerUid, AnalysisKind.Duplicate);
        if (refusal is not null)
        {
            return ([], refusal);
        }

        var repeated = sheet.Rows.At(to)
            .Where(row => row.State != AnalysisState.Retracted)
            .Select(row => row.SourceUid)
            .ToHashSet(StringComparer.Ordinal);
        string[] missing = [.. sources.Where(row => !repeated.Contains(row.AnalysisUid)).Select(row => row.AnalysisUid)];
        var added = new List<Analysis>();
        var group = await sheet.GroupAtAsync(to, cancellationToken);
        foreach (var analysis in await sheet.Actions.Work.FindAsync<Analysis>(missing, cancellationToken))
        {
            group ??= await NewGroupAsync(sheet.Actions.Work, analysis, cancellationToken);
            added.Add(await sheet.AddAsync(analysis, group, to, cancellationToken));
        }

        return (added, null);
    }

    /// <summary>The analyses of a slot that can be repeated. What was retracted cannot: its retest can.</summary>
    private static (IReadOnlyList<SlotRow> Sources, Refusal? Refusal) SourcesAt(this Sheet sheet, int position)
    {
        var routine = sheet.Rows.At(position).Where(row => row.Kind == AnalysisKind.Routine).ToList();
        var sources = routine.Where(row => !AnalysisState.IsDetached(row.State)).ToList();
        return (sources, sources.Count > 0 ? null : new Refusal(
            RefusalKind.NotNow,
            routine.Count == 0
                ? $"Slot {position} of {sheet.Worksheet.Id} holds no sample, so there is nothing to repeat."
                : $"All analyses in slot {position} of {sheet.Worksheet.Id} are retracted; they cannot be repeated."));
    }

    // Numbered, so that duplicates of a sample in two slots do not share it (T-43).
    private static async Task<string> NewGroupAsync(LabWork work, Analysis source, CancellationToken cancellationToken)
    {
        var number = await work.NextNumberAsync($"duplicategroup-{source.Container}", cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{source.ContainerId}-D{number:D2}");
    }

    private static async Task<Analysis> AddAsync(
        this Sheet sheet, Analysis source, string group, int position, CancellationToken cancellationToken)
    {
        var worksheet = sheet.Worksheet;
        var id = await AnalysisIds.NextAsync(sheet.Actions.Work, worksheet.Path, source.Keyword, cancellationToken);
        var added = sheet.Actions.Work.Add(source with
        {
            Uid = string.Empty,
            Kind = AnalysisKind.Duplicate,
            Id = id,
            Path = LabPath.Below(worksheet.Path, id),
            ParentUid = worksheet.Uid,
            ClientUid = null,
            Source = source.Uid,
            ReferenceAnalysesGroupID = group,
            State = AnalysisState.Assigned,
            Slot = await sheet.NextRowAsync(position, cancellationToken),
            Analyst = worksheet.Analyst,
            Creator = string.Empty,
            Created = default,
            History = [],
            Result = string.Empty,
            ResultCaptureDate = null,
            RetestOf = null,
            Remarks = string.Empty,
            Min = null,
            Max = null,
        });
        sheet.Note(added);
        return added;
    }
}
