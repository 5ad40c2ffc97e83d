using LabQueue.Access;
using LabQueue.Web.Frame;
using LabQueue.Web.Queue;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Pages.Settings;

/// <summary>The key that a site's programs sign in with: a new one, and the end of the one before.</summary>
/// <param name="queues">The queues.</param>
/// <param name="keys">The keys, where this process has any.</param>
internal sealed class KeysModel(IPageQueues queues, IEnumerable<IPageKeys> keys) : QueuePage(queues)
{
    private const int ChangesShown = 10;

    private readonly IPageKeys? _keys = keys.SingleOrDefault();

    /// <inheritdoc/>
    public override string Title => L["Queue key"];

    /// <summary>Hours that the key before may stay good for; 0: until it is retired.</summary>
    public static IReadOnlyList<int> Periods { get; } = [1, 24, 168, 720, 0];

    /// <summary>Which keys are good; null: another process has them.</summary>
    public KeyState? State { get; private set; }

    /// <summary>The key that was just made; null: none was.</summary>
    public string? Made { get; private set; }

    /// <summary>What was done with keys, newest first.</summary>
    public IReadOnlyList<AuditRecord> Past { get; private set; } = [];

    /// <inheritdoc/>
    protected override QueueRights Needed => QueueRights.Settings;

    /// <inheritdoc/>
    protected override QueueRights NeededToChange => QueueRights.Settings;

    /// <summary>Shows which keys are good, and no key.</summary>
    public Task<IActionResult> OnGetAsync() => ShowAsync();

    /// <summary>Makes a new key and shows it, this once.</summary>
    /// <param name="present">Fingerprint of the key that it follows: a form that is sent twice makes one key.</param>
    /// <param name="hours">How long the key before stays good.</param>
    /// <param name="reason">Why, for the record.</param>
    public async Task<IActionResult> OnPostMakeAsync(string? present, int hours, string? reason)
    {
        if (_keys?.Of(Site) is not { } state || !Periods.Contains(hours))
        {
            return NotFound();
        }

        if (state.Fingerprint != present)
        {
            Tell(MessageKind.Warning, L["There is another key by now, so none was made."]);
            return Go("@@queue-keys");
        }

        Made = await _keys.RotateAsync(
            Site, hours == 0 ? null : TimeSpan.FromHours(hours), By(reason), CancellationToken.None);
        Response.Headers.CacheControl = "no-store";
        return await ShowAsync();
    }

    /// <summary>Retires the key before.</summary>
    /// <param name="reason">Why, for the record.</param>
    public async Task<IActionResult> OnPostRetireAsync(string? reason)
    {
        if (_keys?.Of(Site) is null)
        {
            return NotFound();
        }

        await _keys.RetireAsync(Site, By(reason), CancellationToken.None);
        Tell(MessageKind.Done, L["Only the present key is good from now on."]);
        return Go("@@queue-keys");
    }

    /// <summary>What a period is called.</summary>
    public string NameOf(int hours) => hours switch
    {
        0 => L["until I retire it"],
        < 24 => L.Count(hours, "for {0} hour|for {0} hours"),
        _ => L.Count(hours / 24, "for {0} day|for {0} days"),
    };

    private async Task<IActionResult> ShowAsync()
    {
        State = _keys?.Of(Site);
        Past = await Queue.AuditAsync(new AuditQuery { Action = "keys", Limit = ChangesShown }, Aborted);
        return Page();
    }
}
