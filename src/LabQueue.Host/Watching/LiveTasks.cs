using System.Globalization;
using System.Threading.Channels;
using LabQueue.Client;
using LabQueue.Host.Commands;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LabQueue.Host.Watching;

/// <summary>A table of the tasks at work and next in turn, renewed when something happens.</summary>
/// <param name="queue">The queue.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveTasks(IQueue queue, TimeProvider time)
{
    private const int LinesBesideRows = 8;
    private const int FewestRows = 3;

    // A busy queue changes hundreds of times a second, and nobody reads that fast.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _changed =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private QueueStats? _stats;
    private TaskPage _page = new([], Next: null);

    // Tasks for which the terminal has no line.
    private long _more;
    private DateTimeOffset? _staleSince;

    /// <summary>Shows the table until the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var following = FollowAsync(ending.Token);
        try
        {
            await AnsiConsole.Live(Render()).StartAsync(display => ShowAsync(display, cancellationToken));
        }
        finally
        {
            await ending.CancelAsync();
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ShowAsync(LiveDisplayContext display, CancellationToken cancellationToken)
    {
        while (true)
        {
            display.UpdateTarget(Render());
            display.Refresh();
            await Task.Delay(ShortestPause, time, cancellationToken);
            await WaitForChangeAsync(cancellationToken);
            await TryReadAsync(cancellationToken);
        }
    }

    // Ages grow although nothing happens, so the table is renewed from time to time in any case.
    private async Task WaitForChangeAsync(CancellationToken cancellationToken)
    {
        using var waiting = new CancellationTokenSource(LongestPause, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(waiting.Token, cancellationToken);
        try
        {
            await _changed.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing happened; only the ages are renewed.
            return;
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var feed = new EventFeed(queue, time, _ => _changed.Writer.TryWrite(true));
        await foreach (var _ in feed.FollowAsync(cancellationToken))
        {
            _changed.Writer.TryWrite(true);
        }
    }

    private async Task TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
            _staleSince = null;
        }
        catch (QueueUnreachableException)
        {
            _staleSince ??= time.GetUtcNow();
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        _stats = await queue.StatsAsync(cancellationToken);
        var rows = Math.Max(FewestRows, AnsiConsole.Profile.Height - LinesBesideRows);
        var running = await queue.ListAsync(
            new TaskQuery { Statuses = [QueueTaskStatus.Running], Limit = rows }, cancellationToken);
        var left = rows - running.Tasks.Count;
        var queued = left > 0
            ? await queue.ListAsync(new TaskQuery { Statuses = [QueueTaskStatus.Queued], Limit = left }, cancellationToken)
            : new TaskPage([], Next: null);
        _page = new TaskPage([.. running.Tasks, .. queued.Tasks], Next: null);
        _more = _page.Tasks.Count < rows ? 0 : Math.Max(0, _stats.Running + _stats.Queued - _page.Tasks.Count);
    }

    private Rows Render()
    {
        var now = time.GetUtcNow();
        List<IRenderable> parts = [new Text(StatsCommand.Summary(_stats!, now), new Style(decoration: Decoration.Bold))];
        if (_page.Tasks.Count > 0)
        {
            parts.Add(new LiveTable(AnsiConsole.Profile.Width).Render(_page.Tasks, now));
        }

        if (_more > 0)
        {
            parts.Add(new Text($"and {Wording.Count(_more, "more task")}"));
        }

        var state = _staleSince is { } since
            ? new Text(
                string.Create(CultureInfo.InvariantCulture, $"Stale since {since:HH:mm:ss} UTC: the server does not answer."),
                new Style(Color.Yellow))
            : new Text("Live. Stop with Ctrl+C.", new Style(Color.Grey));
        parts.Add(state);
        return new Rows(parts);
    }
}
