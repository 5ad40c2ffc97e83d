using System.Text;
using System.Text.Json;

namespace LabQueue.Benchmarks.Load;

/// <summary>What the queue says of itself.</summary>
/// <param name="Queued">Tasks that wait.</param>
/// <param name="Running">Tasks that consumers have.</param>
/// <param name="Done">Tasks that went well.</param>
internal sealed record QueueState(long Queued, long Running, long Done)
{
    /// <summary>Asks a queue.</summary>
    public static QueueState Read(Target target)
    {
        using var connection = new HttpConnection(target.Port);
        var request = $"GET {Target.Path}stats HTTP/1.1\r\nHost: 127.0.0.1:{target.Port}\r\n{FernetToken.Header}: ";
        var token = new byte[target.Tokens.Length];
        target.Tokens.Stamp(token);
        byte[] bytes = [.. Encoding.ASCII.GetBytes(request), .. token, .. "\r\n\r\n"u8];
        using var answer = JsonDocument.Parse(connection.Ask(bytes).ToArray());
        return new QueueState(Field("queued"), Field("running"), Field("done"));

        long Field(string name) => answer.RootElement.GetProperty(name).GetInt64();
    }

    /// <summary>Changes a setting of the site.</summary>
    public static void Set(Target target, string name, string value)
    {
        using var connection = new HttpConnection(target.Port);
        connection.Ask(new RequestBytes(target, "settings", Encoding.ASCII.GetBytes($"{{\"{name}\": {value}}}")).Next());
    }
}
