using System.Globalization;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Fuzz;

/// <summary>Values that have broken programs before, as JSON texts; some are no JSON.</summary>
internal static class FuzzValues
{
    private static readonly string Digits = new('7', 400);
    private static readonly string Deep = new string('[', 40) + new string(']', 40);
    private static readonly string VeryDeep = new string('[', 50_000) + new string(']', 50_000);

    private static readonly string[] Odd =
    [
        "null", "true", "false", "0", "-0", "-0.0", "1", "-1", "7", "0.5", "1e308", "-1e308", "1e400", "1e-400", "NaN", "Infinity",
        "-Infinity", "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
        "18446744073709551616", "253402214400", "253402300800", "-2208988801", Digits, "0." + Digits, "00", "+1", "1.", ".5", "0x10",
        "\"\"", "\" \"", "\"0\"", "\"1\"", "\"-1\"", "\"1e308\"", "\"inf\"", "\"-Infinity\"", "\"nan\"", "\"True\"", "\"None\"",
        "\"null\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u202e\"", "\"ñ ß 漢 😀\"",
        "\"'; drop table task; --\"", "\"%s%n\"", "\"${jndi:ldap://x}\"", "\"../../etc/passwd\"", "\"<script>alert(1)</script>\"",
        "\"\\r\\nSet-Cookie: a=b\"", "\"" + Digits + "\"", "\"queued\"", "\"ghost\"", "\"xghostx\"", "\"running\"", "\"0\\u00000\"",
        "[]", "[[]]", "[null]", "[1, \"a\", {}]", "{}", "{\"a\": {}}", "{\"\": 0}", "{\"a\": 1, \"a\": 2}", Deep, "'x'", "undefined", "",
        "[\"queued\", \"running\", \"failed\", \"ghost\"]", "\"/senaite/worksheets/WS-1\"", "\"////\"", "\"/\"", "{\"$oid\": 1}",
    ];

    /// <summary>A value of any kind.</summary>
    public static string Any(Random random) => random.Next(400) switch
    {
        0 => VeryDeep,
        1 => Quote(new string('x', 10_001)),
        2 => Quote(new string('y', 70_000)),
        3 => "[" + string.Join(',', Enumerable.Repeat("\"z\"", 2_000)) + "]",
        4 => "{" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"k{i}\": {i}")) + "}",
        < 60 => random.Next(int.MinValue, int.MaxValue).ToString(CultureInfo.InvariantCulture),
        < 90 => random.NextDouble().ToString("R", CultureInfo.InvariantCulture),
        < 140 => Quote(Uid(random)),
        _ => Odd[random.Next(Odd.Length)],
    };

    /// <summary>A uid out of a few, so that requests meet.</summary>
    public static string Uid(Random random) => Given.Uid(string.Create(CultureInfo.InvariantCulture, $"f{random.Next(60)}x"));

    /// <summary>A text as JSON.</summary>
    public static string Quote(string text) => $"\"{text}\"";

    /// <summary>One of some.</summary>
    public static T Of<T>(Random random, params ReadOnlySpan<T> values) => values[random.Next(values.Length)];
}
