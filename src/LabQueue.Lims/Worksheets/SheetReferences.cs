using System.Globalization;
using LabQueue.Lims.Analyses;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Worksheets;

/// <summary>Adds blanks and controls: analyses of a reference sample (<c>lims-domain</c>, 3.4).</summary>
internal static class SheetReferences
{
    /// <summary>Adds an analysis of a reference sample for each service. What lies in the slot already is left alone.</summary>
    /// <param name="sheet">The worksheet.</param>
    /// <param name="sampleUid">The reference sample: in use and past none of its dates (T-39).</param>
    /// <param name="services">Services, by uid, all of them supported by the sample.</param>
    /// <param name="position">The slot; null: where it fits.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was added, or why nothing can be.</returns>
    public static async Task<(IReadOnlyList<Analysis> Added, Refusal? Refusal)> AddReferencesAsync(
        this Sheet sheet, string sampleUid, IReadOnlyList<string> services, int? position, CancellationToken cancellationToken)
    {
        var work = sheet.Actions.Work;
        if (await work.FindAsync<ReferenceSample>(sampleUid, cancellationToken) is not { } sample)
        {
            return ([], new Refusal(RefusalKind.NotFound, $"There is no reference sample {sampleUid}."));
        }

        var to = position ?? sheet.Rows.SlotForReference(sheet.Template, sample.Kind);
        var refusal = sheet.CheckOpen()
            ?? CheckSample(sample, services, work.Now)
            ?? sheet.CheckSlot(to, sample.Uid, sample.Kind);
        if (refusal is not null)
        {
            return ([], refusal);
        }

        var present = sheet.Rows.At(to)
            .Where(row => row.State != AnalysisState.Retracted)
            .Select(row => row.ServiceUid)
            .ToHashSet(StringComparer.Ordinal);
        var added = new List<Analysis>();
        var group = await sheet.GroupAtAsync(to, cancellationToken);
        foreach (var service in (await work.FindAsync<AnalysisService>(services, cancellationToken))
            .Where(service => !present.Contains(service.Uid))
            .OrderBy(service => service.Title, StringComparer.OrdinalIgnoreCase))
        {
            group ??= await NewGroupAsync(work, sample, cancellationToken);
            added.Add(await sheet.AddAsync(sample, service, group, to, cancellationToken));
        }

        return (added, null);
    }

    private static Refusal? CheckSample(ReferenceSample sample, IReadOnlyList<string> services, DateTimeOffset now)
    {
        if (!ReferenceChoice.IsUsable(sample, sample.Kind, now))
        {
            return new Refusal(RefusalKind.NotNow, $"Reference sample {sample.Id} is not in use, or past one of its dates.");
        }

        var supported = services.Count == 0 ? [] : ReferenceChoice.Supported(sample, services);
        return supported.Count == services.Distinct(StringComparer.Ordinal).Count() && supported.Count > 0
            ? null
            : new Refusal(
                RefusalKind.Invalid,
                services.Count == 0
                    ? $"No service is named to analyse reference sample {sample.Id} for."
                    : $"Reference sample {sample.Id} does not support all of the services that are named.");
    }

    private static async Task<string> NewGroupAsync(LabWork work, ReferenceSample sample, CancellationToken cancellationToken)
    {
        var number = await work.NextNumberAsync($"referencegroup-{sample.Uid}", cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{sample.Id}-{number:D3}");
    }

    private static async Task<Analysis> AddAsync(
        this Sheet sheet,
        ReferenceSample sample,
        AnalysisService service,
        string group,
        int position,
        CancellationToken cancellationToken)
    {
        var id = await AnalysisIds.NextAsync(sheet.Actions.Work, sample.Path, service.Keyword, cancellationToken);
        var expected = sample.ReferenceResults.First(row => row.Service == service.Uid);
        var added = sheet.Actions.Work.Add(new Analysis
        {
            Kind = sample.Kind,
            Id = id,
            Path = LabPath.Below(sample.Path, id),
            ParentUid = sample.Uid,
            Container = sample.Uid,
            ContainerId = sample.Id,
            ContainerCreated = sample.Created,
            State = AnalysisState.Assigned,
            Slot = await sheet.NextRowAsync(position, cancellationToken),
            Analyst = sheet.Worksheet.Analyst,
            ReferenceAnalysesGroupID = group,
            Min = expected.Min,
            Max = expected.Max,
        }.For(service).Equip(sheet.Instrument, sheet.Worksheet.Method));
        sheet.Note(added);
        return added;
    }
}
