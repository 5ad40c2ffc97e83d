namespace LabQueue;

/// <summary>Seconds since 1970, as the wire has them, and whole microseconds, as the stores keep them.</summary>
internal static class UnixTime
{
    /// <summary>Microseconds in a second.</summary>
    public const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>The earliest time the wire may name: 1900-01-01 UTC, in seconds.</summary>
    public const double EarliestSeconds = -2_208_988_800;

    /// <summary>The latest time the wire may name: 9999-12-31 UTC, in seconds.</summary>
    public const double LatestSeconds = 253_402_214_400;

    /// <summary>Whether the number is a time between <see cref="EarliestSeconds"/> and <see cref="LatestSeconds"/>.</summary>
    public static bool IsValid(double seconds) => seconds is >= EarliestSeconds and <= LatestSeconds;

    /// <summary>Reads seconds since 1970, rounded to whole microseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is no time that <see cref="IsValid"/> takes.</exception>
    public static DateTimeOffset FromSeconds(double seconds)
    {
        if (!IsValid(seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "Not a time between 1900 and 9999.");
        }

        return FromMicroseconds((long)Math.Round(seconds * MicrosecondsPerSecond));
    }

    /// <summary>Reads whole microseconds since 1970.</summary>
    public static DateTimeOffset FromMicroseconds(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>Whole microseconds since 1970; what is finer is cut off.</summary>
    public static long ToMicroseconds(this DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Seconds since 1970, exact to the microsecond.</summary>
    public static double ToSeconds(this DateTimeOffset time) => time.ToMicroseconds() / (double)MicrosecondsPerSecond;

    /// <summary>The same time without what is finer than a microsecond, which no store keeps.</summary>
    public static DateTimeOffset TruncateToMicroseconds(this DateTimeOffset time) => FromMicroseconds(time.ToMicroseconds());
}
