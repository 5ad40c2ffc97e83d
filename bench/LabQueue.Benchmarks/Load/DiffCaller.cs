using System.Text;
using System.Text.Json;

namespace LabQueue.Benchmarks.Load;

/// <summary>A client that has every task, and asks what is new.</summary>
internal sealed class DiffCaller(Target target, IReadOnlyList<string> known) : Caller(target)
{
    private readonly RequestBytes _request = new(target, "diff", Body(known));

    /// <summary>Bytes that such a client sends.</summary>
    public static int BytesOf(IReadOnlyList<string> known) => Body(known).Length;

    /// <summary>Asks until there is nothing new any more, as a client does that had nothing.</summary>
    public static IReadOnlyList<string> ReadAll(Target target)
    {
        var known = new List<string>();
        using var connection = new HttpConnection(target.Port);
        while (true)
        {
            using var answer = JsonDocument.Parse(connection.Ask(new RequestBytes(target, "diff", Body(known)).Next()).ToArray());
            var items = answer.RootElement.GetProperty("items");
            known.AddRange(items.EnumerateArray().Select(item => item.GetProperty("task_uid").GetString()!));
            if (items.GetArrayLength() == 0)
            {
                return known;
            }
        }
    }

    /// <inheritdoc/>
    public override bool Step()
    {
        Connection.Ask(_request.Next());
        return true;
    }

    private static byte[] Body(IReadOnlyList<string> known) =>
        Encoding.ASCII.GetBytes($"{{\"uids\": [{string.Join(", ", known.Select(uid => $"\"{uid}\""))}]}}");
}
