using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using LabQueue.Client;
using LabQueue.EndToEnd.Tests.Laboratory;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Live;

/// <summary>Very many open pages of one server, one of which reads nothing, while tasks are added.</summary>
/// <param name="server">The server, with the demo's users.</param>
internal sealed partial class LiveCrowd(ServerProcess server) : IAsyncDisposable
{
    // Far more than anybody waits; it ends a run in which a page is not told.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CookieContainer _cookies = new();
    private readonly List<LiveReader> _readers = [];
    private readonly List<TimeSpan> _waits = [];
    private readonly List<TimeSpan> _pages = [];
    private HttpClient? _visitor;
    private long _before;
    private long _open;
    private long _most;

    /// <summary>Bytes by which the server's memory has grown, at most, since before the pages were opened.</summary>
    public long Growth => _most - _before;

    /// <summary>What was seen.</summary>
    public IReadOnlyList<(string Name, string Value)> Figures =>
    [
        ("Pages that listen", Text(_readers.Count)),
        ("Beside them, one that reads nothing of what it is sent", "1"),
        ("Tasks added, each heard of by all before the next", Text(_waits.Count)),
        ("News that pages heard", Text(_readers.Sum(reader => reader.Heard))),
        ("From adding a task until the last page has heard of it, ms, middle / longest", $"{Milliseconds(Middle(_waits))} / {Milliseconds(_waits.Max())}"),
        ("Meanwhile the queue monitor was answered, ms, middle / longest", $"{Milliseconds(Middle(_pages))} / {Milliseconds(_pages.Max())}"),
        ("Memory of the server before, MiB", Mebibytes(_before)),
        ("With all pages open, MiB", Mebibytes(_open)),
        ("At most, MiB", Mebibytes(_most)),
        ("For each page, KiB", Text((int)(Growth / 1_024 / _readers.Count))),
    ];

    /// <summary>Opens pages, adds tasks one by one, and waits each time until all pages have heard of it.</summary>
    /// <param name="pages">How many pages.</param>
    /// <param name="tasks">How many tasks.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task RunAsync(int pages, int tasks, CancellationToken cancellationToken)
    {
        _visitor = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies }) { BaseAddress = server.Setup.Root };
        await SignInAsync(_visitor, cancellationToken);
        await LookAsync(_visitor, cancellationToken);
        _before = server.ResidentBytes;

        using var silent = await SilentReader.OpenAsync(server.Setup, _cookies.GetCookieHeader(new Uri($"{server.Setup.Portal}/live")), cancellationToken);
        for (var page = 0; page < pages; page++)
        {
            _readers.Add(await LiveReader.OpenAsync(_visitor, cancellationToken));
        }

        _open = _most = server.ResidentBytes;
        using var queue = new QueueClient(
            new QueueClientOptions { BaseAddress = new Uri(server.Setup.Portal), AuthKey = server.Setup.Key, Username = "queue_consumer" }, TimeProvider.System);
        for (var task = 0; task < tasks; task++)
        {
            // Nobody works on them: what is news behind all that was heard so far is this task.
            var heard = _readers.Max(reader => reader.Last);
            var begun = Stopwatch.GetTimestamp();
            await AddAsync(queue, task, cancellationToken);
            await AllHearAsync(heard, cancellationToken);
            _waits.Add(Stopwatch.GetElapsedTime(begun));
            await LookAsync(_visitor, cancellationToken);
            _most = Math.Max(_most, server.ResidentBytes);
        }

        // Nothing was kept back from it, and it was not cut off.
        await silent.WakeAsync(_readers.Max(reader => reader.Last), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _readers)
        {
            await reader.DisposeAsync();
        }

        _visitor?.Dispose();
    }

    private static async Task SignInAsync(HttpClient visitor, CancellationToken cancellationToken)
    {
        var form = await visitor.GetStringAsync($"{ServerSetup.Site}/login", cancellationToken);
        using var sent = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", Token().Match(form).Groups["token"].Value),
            new("__ac_name", "labmanager"),
            new("__ac_password", LabSetup.Password),
        ]);
        using var answer = await visitor.PostAsync($"{ServerSetup.Site}/login", sent, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static Task<IReadOnlyList<AddResult>> AddAsync(QueueClient queue, int number, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/{ServerSetup.Site}/worksheets/WS-{number:0000}");
        var task = new NewTask("task_generic_action", "0", path) { Username = "analyst1" };
        return queue.AddAsync([task], new Actor("queue_consumer"), cancellationToken);
    }

    private async Task AllHearAsync(long heard, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await Task.WhenAll(_readers.Select(reader => reader.HearAsync(heard, patience.Token)));
    }

    private async Task LookAsync(HttpClient visitor, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var page = await visitor.GetStringAsync($"{ServerSetup.Site}/queue_tasks", cancellationToken);
        page.ShouldContain("data-live=");
        _pages.Add(Stopwatch.GetElapsedTime(begun));
    }

    private static TimeSpan Middle(IEnumerable<TimeSpan> times) => times.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : default;

    private static string Text(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture);

    private static string Mebibytes(long bytes) => (bytes / 1_048_576.0).ToString("N1", CultureInfo.InvariantCulture);

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Token();
}
