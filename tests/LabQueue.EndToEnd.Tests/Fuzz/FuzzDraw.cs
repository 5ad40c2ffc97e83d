using System.Globalization;
using System.Text;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Fuzz;

/// <summary>Draws requests; each depends on the seed and its number alone.</summary>
/// <param name="setup">The server.</param>
/// <param name="seed">The seed.</param>
/// <param name="time">The clock, for tokens.</param>
internal sealed class FuzzDraw(ServerSetup setup, int seed, TimeProvider time)
{
    private const string Api = $"/{ServerSetup.Site}/@@API/senaite/v1/";

    private static readonly string[] Posts =
    [
        "add", "add", "add", "pop", "pop", "done", "fail", "timeout", "advance", "release", "heartbeat", "requeue", "delete", "cancel",
        "pause", "resume", "resume", "settings", "tasks", "diff", "uids", "search", "tasks/queued", "uids/running",
    ];

    private static readonly string[] Gets =
        ["tasks", "diff", "uids", "search", "history", "stats", "consumers", "settings", "events", "tasks/failed", "uids/ghost"];

    private static readonly string[] Methods = ["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO", "get", "CONNECT"];

    private readonly FuzzHeaders _headers = new(setup, time);

    /// <summary>Draws the request of a number.</summary>
    public FuzzRequest Draw(int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        var isPost = random.Next(4) > 0;
        var route = isPost ? Posts[random.Next(Posts.Length)] : Gets[random.Next(Gets.Length)];
        var payload = FuzzPayload.For(route, random);
        payload.Spoil(random.Next(5));
        var address = random.Next(12) == 0 ? WithUid(random) : "queue_server/" + route;
        var method = random.Next(25) == 0 ? Methods[random.Next(Methods.Length)] : isPost ? "POST" : "GET";
        var request = isPost ? Post(method, Api + address, payload, random) : Get(method, Api + address, payload, random);
        return random.Next(100) switch
        {
            < 6 => WithOddPath(request, random),
            < 10 => Broken(request, random),
            _ => request,
        };
    }

    private static string WithUid(Random random) =>
        FuzzValues.Of(random, "queue_server/", "queue_server/requeue/", "queue_server/explain/") + FuzzValues.Uid(random);

    private FuzzRequest Get(string method, string target, FuzzPayload payload, Random random)
    {
        var query = FuzzBody.Query(payload, random);
        return new FuzzRequest(method, Shorten(query.Length == 0 ? target : $"{target}?{query}"), Headers(random), []) with
        {
            IsBroken = method == "CONNECT",
        };
    }

    private FuzzRequest Post(string method, string target, FuzzPayload payload, Random random)
    {
        var (type, body) = FuzzBody.Draw(payload, random);
        var headers = Headers(random);
        if (type is not null)
        {
            headers.Add(("Content-Type", type));
        }

        if (random.Next(10) == 0 && body.Length < 100_000)
        {
            headers.Add(("Transfer-Encoding", "chunked"));
            body = Chunked(body, random);
        }
        else
        {
            headers.Add(("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture)));
        }

        target = random.Next(10) == 0 ? $"{target}?{FuzzBody.Query(payload, random)}" : target;
        return new FuzzRequest(method, Shorten(target), headers, body) with { IsBroken = method == "CONNECT" };
    }

    private List<(string, string)> Headers(Random random) =>
        [("Host", $"127.0.0.1:{setup.Port}"), .. _headers.Caller(random), .. FuzzHeaders.More(random)];

    // A request line has at most 8 KiB; beyond it the HTTP server answers by itself.
    private static string Shorten(string target) => target.Length > 7_000 ? target[..7_000].TrimEnd('%') : target;

    private static byte[] Chunked(byte[] body, Random random)
    {
        var chunks = new List<byte>();
        for (var start = 0; start < body.Length;)
        {
            var length = Math.Min(body.Length - start, random.Next(1, 5_000));
            chunks.AddRange(Encoding.ASCII.GetBytes($"{length:x}\r\n"));
            chunks.AddRange(body.AsSpan(start, length));
            chunks.AddRange("\r\n"u8);
            start += length;
        }

        chunks.AddRange("0\r\n\r\n"u8);
        return [.. chunks];
    }

    private static FuzzRequest WithOddPath(FuzzRequest request, Random random)
    {
        var steps = request.Target.Split('?')[0];
        var odd = random.Next(14) switch
        {
            0 => steps.Replace("/", "//", StringComparison.Ordinal),
            1 => steps + "/",
            2 => steps.Replace("@@API", "API", StringComparison.Ordinal),
            3 => steps.Replace("@@API", "%40%40API", StringComparison.Ordinal),
            4 => steps.Replace("/senaite/v1", "/./senaite/./v1", StringComparison.Ordinal),
            5 => steps.Replace("/senaite/v1", "/x/../senaite/v1", StringComparison.Ordinal),
            6 => steps + "/%2e%2e/%2e%2e/etc/passwd",
            7 => steps + "%2f..%2f",
            8 => steps + "/%c3%28%ff",
            9 => steps + new string('a', 4_000),
            10 => steps.ToUpperInvariant(),
            11 => "/no-such-site" + steps[steps.IndexOf("/@@", StringComparison.Ordinal)..],
            12 => steps + ";a=b/" + string.Concat(Enumerable.Repeat("x/", 500)),
            _ => FuzzValues.Of(random, "/", "//", "/%20", "/senaite", "/readyz", "/healthz", "/a/b/c", "/.", "/senaite/@@API", "/?a=%00"),
        };
        return request with { Target = odd, IsOfApi = false };
    }

    private static FuzzRequest Broken(FuzzRequest request, Random random)
    {
        var headers = request.Headers.ToList();
        var broken = request with { IsBroken = true };
        switch (random.Next(10))
        {
            case 0:
                return broken with { Target = request.Target + "%00" };
            case 1:
                return broken with { Target = request.Target.Replace("/", " ", StringComparison.Ordinal) };
            case 2:
                return broken with { Method = FuzzValues.Of(random, "", "GE T", "G\0T", "P@ST", new string('M', 3_000)) };
            case 3:
                headers.RemoveAll(header => header.Item1 == "Host");
                break;
            case 4:
                headers[0] = ("Host", FuzzValues.Of(random, "", "a b", "[::1", "x:99999", "\u00e9", "a/b", "a@b", "127.0.0.1:1:2"));
                break;
            case 5:
                headers.Add(("X-Huge", new string('h', 40_000)));
                break;
            case 6:
                headers.AddRange(Enumerable.Range(0, 150).Select(i => ($"X-Many-{i}", "x")));
                break;
            case 7:
                headers.Add(FuzzValues.Of(random, ("X Y", "z"), ("X", "a\0b"), ("X", "\u00e9\u00ff"), ("Content-Length", "5"), ("Content-Length", "-1"), ("Content-Length", "1e3")));
                break;
            case 8:
                headers.Add(("Transfer-Encoding", FuzzValues.Of(random, "chunked", "gzip", "chunked, chunked", "x", "identity")));
                break;
            default:
                return broken with { Target = "http://[" + request.Target };
        }

        return broken with { Headers = headers };
    }
}
