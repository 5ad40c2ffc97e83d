using System.Globalization;
using LabQueue.Client;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Offline;

/// <summary>A program adds while the server is away, and is killed with signal 9 in the middle of it.</summary>
public sealed class KilledOutboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_arrives_once_though_the_program_is_killed()
    {
        var result = await RunAsync(tasks: 400, killAfter: 200);

        result.Problems.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Of_ten_thousand_adds_the_acknowledged_arrive_once_though_the_program_is_killed()
    {
        Assert.SkipUnless(Seed.IsLong, "LABQUEUE_LONG is not 1.");

        var result = await RunAsync(tasks: 10_000, killAfter: 5_000);

        Evidence.Write("killed-outbox", "Program killed with signal 9 while it adds to its outbox", result.Figures, result.Problems);
        result.Problems.ShouldBeEmpty();
    }

    private static async Task<(IReadOnlyList<(string, string)> Figures, IReadOnlyList<string> Problems)> RunAsync(
        int tasks, int killAfter)
    {
        using var folder = new ScratchFolder();
        var setup = new ServerSetup(folder.Path);
        var file = Path.Combine(folder.Path, "outbox.db");
        string[] paths = [.. Enumerable.Range(0, tasks).Select(number => string.Create(CultureInfo.InvariantCulture, $"/senaite/{number:00000}"))];
        var acknowledged = new List<string>();
        var inDoubt = new List<string>();

        // Two lives without a server: the second goes on behind what the first one acknowledged.
        for (var life = 0; life < 2; life++)
        {
            await using var program = AddingProcess.Start(setup, file);
            var rest = paths[acknowledged.Count..];
            var uids = await program.AddAndKillAsync(rest, life == 0 ? killAfter : rest.Length, Token);
            acknowledged.AddRange(uids);
            inDoubt.AddRange(paths.Skip(acknowledged.Count).Take(1));
        }

        using var client = Connect(setup);
        await using var server = await ServerProcess.StartAsync(setup, Token);

        // A life that ends while the outbox is being sent, then one that sends the rest; the order is kept, so the last is last.
        foreach (var awaited in new[] { acknowledged[0], acknowledged[^1] })
        {
            await using var program = AddingProcess.Start(setup, file);
            await UntilAsync(client, awaited);
            await program.KillAsync();
        }

        return Judge(await ListAsync(client), acknowledged, inDoubt, paths, lives: 4);
    }

    private static (IReadOnlyList<(string, string)>, IReadOnlyList<string>) Judge(
        List<QueueTask> arrived, List<string> acknowledged, List<string> inDoubt, string[] paths, int lives)
    {
        var known = acknowledged.ToHashSet(StringComparer.Ordinal);
        var uids = arrived.Select(task => task.TaskUid).ToHashSet(StringComparer.Ordinal);
        var others = arrived.Where(task => !known.Contains(task.TaskUid)).ToList();
        string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
        string[] problems =
        [
            .. acknowledged.Where(uid => !uids.Contains(uid)).Select(uid => $"{uid} was acknowledged and did not arrive."),
            .. others.Where(task => !inDoubt.Contains(task.ContextPath)).Select(task => $"{task.TaskUid} arrived and was in no call."),
            .. arrived.GroupBy(task => task.TaskUid).Where(same => same.Count() > 1).Select(same => $"{same.Key} arrived {same.Count()} times."),
            .. acknowledged.Count == paths.Length ? Array.Empty<string>() : [$"{acknowledged.Count} of {paths.Length} adds were acknowledged."],
        ];
        return (
            [
                ("Adds acknowledged while the server was away", Count(acknowledged.Count)),
                ("Times the program was killed", Count(lives)),
                ("Tasks that arrived", Count(arrived.Count)),
                ("Of these in a call that the kill cut off", Count(others.Count)),
            ],
            problems);
    }

    private static async Task UntilAsync(QueueClient client, string taskUid)
    {
        while (await client.FindAsync(taskUid, Token) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    private static async Task<List<QueueTask>> ListAsync(QueueClient client)
    {
        var tasks = new List<QueueTask>();
        var query = new TaskQuery();
        do
        {
            var page = await client.ListAsync(query, Token);
            tasks.AddRange(page.Tasks);
            query = query with { After = page.Next };
        }
        while (query.After is not null);

        return tasks;
    }

    private static QueueClient Connect(ServerSetup setup) => new(new QueueClientOptions
    {
        BaseAddress = new Uri(setup.Portal),
        AuthKey = setup.Key,
        Username = "admin",
    });
}
