using System.Globalization;
using LabQueue.Access;
using LabQueue.Web.Access;
using LabQueue.Web.Queue;
using LabQueue.Web.Settings;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Pages.Settings;

/// <summary>The add-ons of a laboratory's site: the queue, on or off.</summary>
/// <remarks>Off means no objects per task, as in the original: what is queued is worked off, what is new is done at once.</remarks>
/// <param name="queues">The queues.</param>
/// <param name="accounts">Knows which sites are laboratories.</param>
/// <param name="watch">Knows how the queues are.</param>
internal sealed class AddOnsModel(IPageQueues queues, IPageAccounts accounts, QueueWatch watch) : QueuePage(queues)
{
    private const string ChunkSize = "default";
    private const int LooksBack = 100;

    private static readonly string UsualSize = new SiteSettings().DefaultChunkSize.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string Title => L["Add-ons"];

    /// <summary>Whether new work is queued.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The queue in figures.</summary>
    public QueueStats? Figures { get; private set; }

    /// <summary>Tasks that are not through yet.</summary>
    public long Left => Figures is { } figures ? figures.Queued + figures.Running : 0;

    /// <inheritdoc/>
    protected override QueueRights Needed => QueueRights.Settings;

    /// <inheritdoc/>
    protected override QueueRights NeededToChange => QueueRights.Settings;

    /// <summary>Shows what is on.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (!accounts.HasLaboratory(Site))
        {
            return NotFound();
        }

        Figures = await Queue.StatsAsync(Aborted);
        IsOn = (await Queue.SettingsAsync(Aborted)).DefaultChunkSize > 0;
        return IsPart ? Partial("_AddOn", this) : Page();
    }

    /// <summary>Turns the queue on or off.</summary>
    /// <param name="on">Whether it is to be on.</param>
    /// <param name="reason">Why, for the record.</param>
    public async Task<IActionResult> OnPostAsync(bool on, string? reason)
    {
        if (!accounts.HasLaboratory(Site))
        {
            return NotFound();
        }

        if ((await Queue.SettingsAsync(Aborted)).DefaultChunkSize > 0 != on)
        {
            var size = on ? await FindSizeBeforeAsync() : "0";
            await Queue.ChangeSettingsAsync(
                new Dictionary<string, JsonText>(StringComparer.Ordinal) { [ChunkSize] = new(size) },
                By(reason),
                CancellationToken.None);
            watch.Forget(Site);
        }

        return Go("addons");
    }

    // As it was before somebody turned it off.
    private async Task<string> FindSizeBeforeAsync()
    {
        var records = await Queue.AuditAsync(new AuditQuery { Action = "settings", Limit = LooksBack }, Aborted);
        return records.SelectMany(SettingChange.In).FirstOrDefault(change => change is { Name: ChunkSize, To: "0" })?.From ?? UsualSize;
    }
}
