using System.Globalization;
using System.Text;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Fuzz;

/// <summary>Draws who calls, and what else the headers say.</summary>
/// <param name="setup">The server.</param>
/// <param name="time">The clock, for tokens.</param>
internal sealed class FuzzHeaders(ServerSetup setup, TimeProvider time)
{
    private const double TokenSeconds = 60;
    private static readonly string OtherKey = FernetToken.NewKey();

    private static readonly (string Name, string Value)[] Odd =
    [
        ("X-Forwarded-For", "1.2.3.4, x"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "javascript"),
        ("X-HTTP-Method-Override", "DELETE"), ("Last-Event-ID", "99999999999999999999"), ("Last-Event-ID", "-1"),
        ("Accept", "text/html"), ("Accept-Encoding", "gzip;q=nan"), ("Cookie", "a=b; ;=;"), ("Range", "bytes=0-0,-1"),
        ("If-None-Match", "*"), ("Origin", "null"), ("Content-Encoding", "gzip"), ("X-Long", new string('h', 6_000)),
        ("traceparent", "00-x"), ("Upgrade", "h2c"), ("Content-Language", ",,,"), ("Expect", "100-continue"),
    ];

    /// <summary>The headers that say who calls.</summary>
    public IEnumerable<(string, string)> Caller(Random random) => random.Next(100) switch
    {
        < 84 => [Token($"{Expiry(TokenSeconds)}:queue_daemon", setup.Key)],
        < 86 => [Token($"{Expiry(-1)}:queue_daemon", setup.Key)],
        < 88 => [Token($"{Expiry(TokenSeconds)}:queue_daemon", OtherKey)],
        < 91 => [Token(FuzzValues.Of(
            random, "inf:x", "nan:x", ":", "", "x", $"{Expiry(TokenSeconds)}:", $"{Expiry(TokenSeconds)}:a:b:\u00f1", $"{Expiry(TokenSeconds)}:\0",
            $"{Expiry(TokenSeconds)}:{new string('u', 300)}", $"{Expiry(TokenSeconds)}:\u6f22"), setup.Key)],
        < 94 => [(FernetToken.Header, FuzzValues.Of(
            random, "garbage", "gAAAAA==", new string('A', 5_000), "!!!", "gAAAAABl", new string('=', 100)))],
        < 97 => [("Authorization", FuzzValues.Of(
            random, "Basic", "Basic ", "Basic !!!", "Basic Og==", "Basic YTpi", "Bearer x", "basic " + Base64("\u00ff:\0"), "Digest a=\"", "Basic " + new string('Q', 4_000)))],
        _ => [],
    };

    /// <summary>Now and then a header that has broken programs before.</summary>
    public static IEnumerable<(string, string)> More(Random random) =>
        random.Next(8) == 0 ? [Odd[random.Next(Odd.Length)]] : [];

    private static string Base64(string text) => Convert.ToBase64String(Encoding.Latin1.GetBytes(text));

    private string Expiry(double seconds) => (time.GetUtcNow().ToSeconds() + seconds).ToString("0.##", CultureInfo.InvariantCulture);

    private (string, string) Token(string text, string key) => (FernetToken.Header, FernetToken.Encrypt(key, text, time.GetUtcNow()));
}
