using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LabQueue.Benchmarks.Load;

/// <summary>Works tasks off a hundred at a time, to bring a queue back to a depth. Not measured.</summary>
internal static class Drain
{
    private const int PerCall = 100;

    /// <summary>Takes tasks and reports them done.</summary>
    /// <param name="target">The queue.</param>
    /// <param name="count">How many.</param>
    /// <returns>How many there were.</returns>
    public static long Run(Target target, long count)
    {
        using var connection = new HttpConnection(target.Port);
        var done = new ReportRequest(target, "done", $"{{{ReportRequest.Fields}}}");
        (string Uid, long Fence)[] held = [];
        var taken = 0L;
        do
        {
            held = Take(connection, target, Math.Min(PerCall, count - taken), held);
            taken += held.Length;
        }
        while (held.Length > 0 && taken < count);

        foreach (var (uid, fence) in held)
        {
            connection.Ask(done.Of(Encoding.ASCII.GetBytes(uid), fence));
        }

        return taken;
    }

    private static (string Uid, long Fence)[] Take(
        HttpConnection connection, Target target, long count, IEnumerable<(string Uid, long Fence)> held)
    {
        var reports = string.Join(',', held.Select(task => string.Create(
            CultureInfo.InvariantCulture, $$"""{"kind": "done", "task_uid": "{{task.Uid}}", "fence": {{task.Fence}}}""")));
        var wish = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"consumer_id": "drain", "lease": 60, "count": {{count}}, "reports": [{{reports}}]}""");
        var request = new RequestBytes(target, "pop", Encoding.ASCII.GetBytes(wish));
        using var answer = JsonDocument.Parse(connection.Ask(request.Next()).ToArray());
        return
        [
            .. answer.RootElement.GetProperty("items").EnumerateArray()
                .Select(item => (item.GetProperty("task_uid").GetString()!, item.GetProperty("fence").GetInt64())),
        ];
    }
}
