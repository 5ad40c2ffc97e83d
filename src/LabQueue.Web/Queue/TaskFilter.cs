using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Web.Queue;

/// <summary>What a list of tasks is narrowed to, as the address says it.</summary>
/// <param name="Values">Filter to what it looks for; only those that are set.</param>
internal sealed record TaskFilter(IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Words anywhere in a task.</summary>
    public const string Words = "q";

    /// <summary>The priority; the other filters are words.</summary>
    public const string Priority = "priority";

    /// <summary>Filters for one field each.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["name", "context", "user", "uid", "error", Priority];

    private const int Longest = 200;

    /// <summary>Whether the list is narrowed at all.</summary>
    public bool IsSet => Values.Count > 0;

    /// <summary>Reads the address.</summary>
    public static TaskFilter Read(IQueryCollection query) => new(
        Fields.Prepend(Words)
            .Select(key => (key, value: query[key].ToString().Trim()))
            .Where(pair => pair.value.Length is > 0 and <= Longest && (pair.key != Priority || NumberOf(pair.value) is not null))
            .ToDictionary(pair => pair.key, pair => pair.value, StringComparer.Ordinal));

    /// <summary>What one filter looks for; null: it is not set.</summary>
    public string? Of(string key) => Values.GetValueOrDefault(key);

    /// <summary>The uid of the one task that is looked for; null: it is not just one.</summary>
    public string? OneTask => Values.Count == 1 && (Of("uid") ?? Of(Words)) is { } uid && TaskUid.IsValid(uid) ? uid : null;

    /// <summary>The search that it is.</summary>
    /// <param name="statuses">The states of the list; empty: all.</param>
    /// <param name="ghosts">Whether hidden tasks are on it.</param>
    public TaskSearch ToSearch(IReadOnlyList<QueueTaskStatus> statuses, bool ghosts) => new()
    {
        Text = Of(Words),
        Name = Of("name"),
        Context = Of("context"),
        User = Of("user"),
        TaskUid = Of("uid"),
        Error = Of("error"),
        Priority = Of(Priority) is { } priority ? NumberOf(priority) : null,
        Statuses = statuses,
        Ghosts = ghosts,
    };

    private static int? NumberOf(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
