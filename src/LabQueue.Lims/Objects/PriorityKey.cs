using System.Globalization;

namespace LabQueue.Lims.Objects;

/// <summary>The order in which samples are worked on: by priority, and those of one priority by age.</summary>
internal static class PriorityKey
{
    /// <summary>The key of a sample, as text that sorts so.</summary>
    public static string Of(int priority, DateTimeOffset created) => string.Create(
        CultureInfo.InvariantCulture, $"{priority}.{created.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff}");
}
