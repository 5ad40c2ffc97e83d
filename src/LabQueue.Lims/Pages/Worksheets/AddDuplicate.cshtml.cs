using LabQueue.Lims.Objects;
using LabQueue.Lims.Worksheets;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>Repeats a slot of a worksheet.</summary>
internal sealed class AddDuplicateModel(LabPageServices services) : SheetPage(services)
{
    /// <inheritdoc/>
    public override string Title => L["Add a duplicate to {0}", Id];

    /// <summary>Slots with samples: the slot, the sample and its client.</summary>
    public IReadOnlyList<(int Position, Sample Sample, string Client)> Sources { get; private set; } = [];

    /// <summary>Slots that are empty between others.</summary>
    public IReadOnlyList<int> Empty { get; private set; } = [];

    /// <summary>Shows what can be repeated.</summary>
    public Task<IActionResult> OnGetAsync() => ShowAsync(async (actions, _) =>
    {
        if (!MayManage)
        {
            return Refuse();
        }

        var rows = await actions.Work.SlotsAsync(Worksheet.Uid, Aborted);
        Empty = rows.Reassignable();
        var slots = rows.SampleSlots();
        var samples = await actions.Work.FindAsync<Sample>([.. slots.Keys], Aborted);
        var clients = (await actions.Work.FindAsync<LabClient>(
            [.. samples.Select(sample => sample.ClientUid).OfType<string>().Distinct(StringComparer.Ordinal)], Aborted))
            .ToDictionary(client => client.Uid, client => client.Title, StringComparer.Ordinal);
        Sources =
        [
            .. samples.Select(sample => (slots[sample.Uid], sample, clients.GetValueOrDefault(sample.ClientUid ?? string.Empty, string.Empty)))
                .OrderBy(source => source.Item1),
        ];
        return Page();
    });

    /// <summary>Adds the duplicates of a slot.</summary>
    /// <param name="source">The slot.</param>
    /// <param name="position">Where they go; null: a new slot, or that of the template.</param>
    public Task<IActionResult> OnPostAsync(int source, int? position) =>
        AddAsync(sheet => sheet.AddDuplicatesAsync(source, position, Aborted));
}
