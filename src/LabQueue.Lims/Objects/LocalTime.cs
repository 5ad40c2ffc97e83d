using System.Globalization;

namespace LabQueue.Lims.Objects;

/// <summary>Times as people type them: without a zone they are meant in the person's own.</summary>
internal static class LocalTime
{
    /// <summary>Reads a time; null: it cannot be read.</summary>
    public static DateTimeOffset? Read(string? text, TimeZoneInfo zone) =>
        !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var typed) ? null
        : typed.Kind == DateTimeKind.Unspecified ? Of(typed, zone)
        : new DateTimeOffset(typed.ToUniversalTime());

    /// <summary>The moment that a time in a zone is; null: one before or after all that can be kept.</summary>
    public static DateTimeOffset? Of(DateTime local, TimeZoneInfo zone) =>
        local.Year > DateTime.MinValue.Year && local.Year < DateTime.MaxValue.Year
            ? new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime()
            : null;
}
