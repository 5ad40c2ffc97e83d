using Microsoft.AspNetCore.Http;

namespace LabQueue.Web.Queue;

/// <summary>What a list of tasks is narrowed to, as the address says it.</summary>
/// <param name="Values">Filter to what it looks for; only those that are set.</param>
internal sealed record TaskFilter(IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The filters: parts of a task's name, context, user, uid and error.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["name", "context", "user", "uid", "error"];

    private const int Longest = 200;

    /// <summary>Whether the list is narrowed at all.</summary>
    public bool IsSet => Values.Count > 0;

    /// <summary>Reads the address.</summary>
    public static TaskFilter Read(IQueryCollection query) => new(
        Keys.Select(key => (key, value: query[key].ToString().Trim()))
            .Where(pair => pair.value.Length is > 0 and <= Longest)
            .ToDictionary(pair => pair.key, pair => pair.value, StringComparer.Ordinal));

    /// <summary>What one filter looks for; null: it is not set.</summary>
    public string? Of(string key) => Values.GetValueOrDefault(key);

    /// <summary>Whether a task fits.</summary>
    public bool IsWanted(QueueTask task) => Values.All(pair => TextOf(task, pair.Key).Contains(pair.Value, StringComparison.OrdinalIgnoreCase));

    private static string TextOf(QueueTask task, string key) => key switch
    {
        "name" => task.Name,
        "context" => $"{task.ContextPath} {task.ContextUid}",
        "user" => task.Username,
        "uid" => task.TaskUid,
        _ => TaskWords.ErrorOf(task) ?? string.Empty,
    };
}
