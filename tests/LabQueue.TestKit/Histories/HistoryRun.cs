using LabQueue.Engine;
using LabQueue.TestKit.Model;

namespace LabQueue.TestKit.Histories;

/// <summary>Runs histories against a store and the model side by side, on two sites that use the same uids.</summary>
/// <param name="clock">The store's clock.</param>
public sealed class HistoryRun(ManualTimeProvider clock)
{
    private const int StepsBetweenDumps = 6;
    private static readonly string[] SiteNames = ["north", "south"];

    private IReadOnlyList<SiteRun> _sites = [];

    /// <summary>The store; replaced when a history opens it anew.</summary>
    public required IQueueStore Store { get; set; }

    /// <summary>Opens the store anew; null for a store that cannot.</summary>
    public Func<Task<IQueueStore>>? Reopen { get; init; }

    /// <summary>Wraps a queue, so that a test can plant a bug.</summary>
    public Func<IQueue, IQueue> Wrap { get; init; } = queue => queue;

    /// <summary>The store's clock.</summary>
    public ManualTimeProvider Clock => clock;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Runs a history from empty sites on.</summary>
    /// <exception cref="HistoryMismatchException">The store differs from the model.</exception>
    public async Task RunAsync(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        clock.Jump(Given.Now);
        var settings = new SiteSettings { Trust = history.Trust, TopPriorityTasks = [] };
        foreach (var name in SiteNames)
        {
            var site = new Site(name, settings, Paused: false, Keys: []);
            if (!Store.Sites.ContainsKey(name))
            {
                await Store.AddSiteAsync(site, Given.Manager, CancellationToken.None);
            }

            await Store.ResetAsync(name, site, [], CancellationToken.None);
        }

        _sites = [.. SiteNames.Select(name => new SiteRun(name, new ModelQueue(settings), Wrap(Store.Queue(name))))];
        var number = 0;
        foreach (var step in history.Steps)
        {
            var site = _sites[step.Site];
            try
            {
                await step.RunAsync(this, site);
                if (++number % StepsBetweenDumps == 0 || number == history.Steps.Count)
                {
                    await CompareAllAsync();
                }
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                var what = failure is HistoryMismatchException ? failure.Message : $"{failure.GetType().Name}: {failure.Message} {failure.InnerException?.Message}";
                throw new HistoryMismatchException($"Step {number}, site {site.Name}, {step}: {what}");
            }
        }
    }

    /// <summary>Does all housekeeping, in the store and in the models.</summary>
    public async Task SweepAsync()
    {
        while (await Store.SweepAsync(CancellationToken.None))
        {
        }

        foreach (var site in _sites)
        {
            site.Model.EndRuns(Now);
        }
    }

    /// <summary>Closes the store and opens it again.</summary>
    public async Task ReopenAsync()
    {
        if (Reopen is null)
        {
            return;
        }

        Store = await Reopen();
        foreach (var site in _sites)
        {
            site.Model.Restart(Now);
            site.Queue = Wrap(Store.Queue(site.Name));
        }
    }

    private async Task CompareAllAsync()
    {
        foreach (var site in _sites)
        {
            await SiteCheck.CompareAsync(site);
        }
    }
}
