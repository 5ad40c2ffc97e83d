using System.Globalization;
using System.Text;

namespace LabQueue.Host.Commands;

/// <summary>How times, durations and other people's texts read on a terminal.</summary>
internal static class Wording
{
    private const long Kibibyte = 1_024;
    private const int SecondsPerMinute = 60;
    private const int SecondsPerHour = 3_600;
    private const int SecondsPerDay = 86_400;

    /// <summary>A duration such as <c>14 s</c>, <c>2 min 5 s</c>, <c>3 h 20 min</c> or <c>2 d 4 h</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        var seconds = Math.Max(0, (long)duration.TotalSeconds);
        return seconds switch
        {
            < SecondsPerMinute => Units(seconds, "s", 0, string.Empty),
            < SecondsPerHour => Units(seconds / SecondsPerMinute, "min", seconds % SecondsPerMinute, "s"),
            < SecondsPerDay => Units(
                seconds / SecondsPerHour, "h", seconds % SecondsPerHour / SecondsPerMinute, "min"),
            _ => Units(seconds / SecondsPerDay, "d", seconds % SecondsPerDay / SecondsPerHour, "h"),
        };
    }

    /// <summary>A time as seen from now, such as <c>3 min ago</c> or <c>in 14 s</c>, by its largest unit.</summary>
    public static string Ago(DateTimeOffset time, DateTimeOffset now)
    {
        var text = Largest(Duration((now - time).Duration()));
        return time > now ? $"in {text}" : $"{text} ago";
    }

    /// <summary>A point in time such as <c>2026-01-05 08:00:03 UTC</c>.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A number and its noun, such as <c>1 task</c> or <c>3 tasks</c>.</summary>
    public static string Count(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? string.Empty : "s")}");

    /// <summary>An amount of data such as <c>980 bytes</c>, <c>12.5 MiB</c> or <c>3.0 GiB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < Kibibyte => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < Kibibyte * Kibibyte => string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / Kibibyte:0.0} KiB"),
        < Kibibyte * Kibibyte * Kibibyte => string.Create(
            CultureInfo.InvariantCulture, $"{(double)bytes / Kibibyte / Kibibyte:0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / Kibibyte / Kibibyte / Kibibyte:0.0} GiB"),
    };

    /// <summary>
    /// The text with its control characters spelled out: what others wrote must not steer the terminal.
    /// </summary>
    public static string Printable(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.Any(Steers))
        {
            return text ?? string.Empty;
        }

        var printable = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            _ = Steers(letter)
                ? printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")
                : printable.Append(letter);
        }

        return printable.ToString();
    }

    // Format characters can turn the direction of writing round, and so show another text than the one that is there.
    private static bool Steers(char letter) =>
        char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format;

    private static string Units(long number, string unit, long rest, string restUnit) =>
        rest == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{number} {unit}")
            : string.Create(CultureInfo.InvariantCulture, $"{number} {unit} {rest} {restUnit}");

    private static string Largest(string duration)
    {
        var words = duration.Split(' ');
        return $"{words[0]} {words[1]}";
    }
}
