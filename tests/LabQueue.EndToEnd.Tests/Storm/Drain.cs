using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>Ends a storm: takes and finishes whatever waits, until nothing waits or runs any more.</summary>
/// <param name="api">The server.</param>
/// <param name="folder">Where its ledger is.</param>
internal sealed class Drain(QueueApi api, string folder)
{
    /// <summary>The consumer that does it.</summary>
    public const string Consumer = "drain";

    private const int PerPop = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Drains the queue.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var ledger = new Ledger(folder, client: 0);
        GivenTask[] held = [];
        for (var request = 1; held.Length > 0 || !await IsEmptyAsync(patience.Token); request++)
        {
            held = await PopAsync(ledger, held, request, patience.Token);
        }
    }

    private async Task<GivenTask[]> PopAsync(Ledger ledger, GivenTask[] held, int request, CancellationToken cancellationToken)
    {
        var reports = held.Select(task => new JsonObject { ["kind"] = "done", ["task_uid"] = task.Uid, ["fence"] = task.Fence });
        var payload = new JsonObject
        {
            ["consumer_id"] = Consumer,
            ["lease"] = StormClient.LeaseSeconds,
            ["count"] = PerPop,
            ["request_id"] = string.Create(CultureInfo.InvariantCulture, $"drain-{request}"),
            ["wait"] = held.Length > 0 ? 0 : 1,
            ["reports"] = new JsonArray([.. reports]),
        }.ToJsonString();
        var call = ledger.Ask("pop", payload);
        var answer = await api.PostAsync("pop", payload, cancellationToken);
        ledger.Note(call, answer);
        return [.. GivenTask.Of(answer.Json)];
    }

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        var stats = await api.GetAsync("stats", cancellationToken);
        return stats["names"].EnumerateArray()
            .Where(name => name.GetProperty("name").GetString() is not (StormTask.Waiting or StormTask.Ballast))
            .All(name => Number(name, "queued") + Number(name, "running") == 0);
    }

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
