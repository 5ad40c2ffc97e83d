using System.Text;
using System.Text.Json;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>
/// What one client asked and what it was answered, a line each, on the disk before the next step is taken: a file that
/// can be believed whatever happens to the server.
/// </summary>
internal sealed class Ledger : IDisposable
{
    private readonly FileStream _file;
    private int _number;

    /// <summary>Begins a ledger.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="client">Whose it is.</param>
    public Ledger(string folder, int client) =>
        _file = new FileStream(Path.Combine(folder, $"client-{client}.jsonl"), FileMode.CreateNew, FileAccess.Write);

    /// <summary>Reads the ledgers of a folder.</summary>
    public static IReadOnlyList<Call> Read(string folder) => [.. Directory.EnumerateFiles(folder, "*.jsonl").SelectMany(ReadFile)];

    /// <summary>Writes down what is about to be asked.</summary>
    /// <returns>The call's number.</returns>
    public int Ask(string route, string payload)
    {
        var number = ++_number;
        Write($$"""{"n":{{number}},"route":"{{route}}","time":{{Now()}},"payload":{{payload}}}""");
        return number;
    }

    /// <summary>Writes down what was answered.</summary>
    public void Note(int number, ApiAnswer answer)
    {
        var json = answer.Json.ValueKind == JsonValueKind.Undefined ? JsonSerializer.Serialize(answer.Text) : answer.Text;
        Write($$"""{"n":{{number}},"time":{{Now()}},"status":{{answer.Status}},"answer":{{json}}}""");
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static IEnumerable<Call> ReadFile(string file)
    {
        var calls = new Dictionary<int, Call>();
        foreach (var text in File.ReadLines(file))
        {
            using var document = JsonDocument.Parse(text);
            var line = document.RootElement.Clone();
            var number = line.GetProperty("n").GetInt32();
            var time = UnixTime.FromMicroseconds(line.GetProperty("time").GetInt64());
            calls[number] = line.TryGetProperty("route", out var route)
                ? new Call(Path.GetFileNameWithoutExtension(file), number, route.GetString()!, time, line.GetProperty("payload"))
                : calls[number] with
                {
                    Answered = time,
                    Status = line.GetProperty("status").GetInt32(),
                    Answer = line.GetProperty("answer"),
                };
        }

        return calls.Values;
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToMicroseconds();

    private void Write(string line)
    {
        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush(flushToDisk: true);
    }
}
