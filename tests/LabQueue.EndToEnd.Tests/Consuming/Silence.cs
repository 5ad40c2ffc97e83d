namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>A consumer gave no sign of life.</summary>
/// <param name="Consumer">Who.</param>
/// <param name="From">From when on.</param>
/// <param name="Until">Until when; null: for ever.</param>
internal sealed record Silence(string Consumer, DateTimeOffset From, DateTimeOffset? Until);
