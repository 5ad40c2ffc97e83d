using System.Globalization;
using System.Text.Json;

namespace LabQueue.Engine;

/// <summary>What a site's settings mean, which values they take, and how they are called on the wire.</summary>
/// <remarks>
/// Ranges and floors of the first seven: senaite.queue, <c>browser/controlpanel.py</c> and <c>api.py</c>
/// (<c>lims-domain</c>, section 4.6). With trust <c>roles</c> there are no floors.
/// </remarks>
public static class SettingRules
{
    private const int LongestListLength = 100;

    private static readonly Rule[] Rules =
    [
        new("server", s => s.Server, (s, v) => s with { Server = Address(v) }),
        Whole("default", 0, 20, s => s.DefaultChunkSize, (s, v) => s with { DefaultChunkSize = v }),
        Whole("max_retries", 0, 10, Retries, (s, v) => s with { MaxRetries = v }),
        new("min_seconds_task", s => MinSeconds(s), SetMinSeconds),
        Whole("max_seconds_unlock", 30, 1_800, MaxSeconds, (s, v) => s with { MaxSecondsUnlock = v }),
        new("top_priority_tasks", s => s.TopPriorityTasks, (s, v) => s with { TopPriorityTasks = Names(v) }),
        Whole("max_concurrent_tasks", 0, 10_000, MaxConcurrent, (s, v) => s with { MaxConcurrentTasks = v }),
        Whole("max_orphaned", 1, 100, s => s.MaxOrphaned, (s, v) => s with { MaxOrphaned = v }),
        Flag("exact_pairs", s => s.ExactPairs, (s, v) => s with { ExactPairs = v }),
        Flag("compare_consumer", s => s.CompareConsumer, (s, v) => s with { CompareConsumer = v }),
        Whole("history_days", 1, 36_500, s => s.HistoryDays, (s, v) => s with { HistoryDays = v }),
        Whole("history_max", 0, 100_000_000, s => s.HistoryMax, (s, v) => s with { HistoryMax = v }),
        Whole("failed_days", 0, 36_500, s => s.FailedDays, (s, v) => s with { FailedDays = v }),
        ReadOnly("users", s => LowerName(s.Users)),
        ReadOnly("trust", s => LowerName(s.Trust)),
    ];

    /// <summary>Retries of a task that names none. With trust <c>original</c> values under 1 mean 3.</summary>
    public static int Retries(SiteSettings settings) => Floor(settings, settings.MaxRetries, 1, 3);

    /// <summary>Seconds a chunk takes at least. With trust <c>original</c> values under 1 mean 3.</summary>
    public static int MinSeconds(SiteSettings settings) => Floor(settings, settings.MinSecondsTask, 1, 3);

    /// <summary>Seconds a chunk may take. With trust <c>original</c> values under 30 mean 120.</summary>
    public static int MaxSeconds(SiteSettings settings) => Floor(settings, settings.MaxSecondsUnlock, 30, 120);

    /// <summary>Tasks that may run at once; 0: any number.</summary>
    public static int MaxConcurrent(SiteSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.MaxConcurrentTasks ?? (settings.Trust == TrustMode.Original ? 4 : 0);
    }

    /// <summary>All settings by their wire names, in the order in which they are shown: the values that count.</summary>
    public static IReadOnlyDictionary<string, object> Values(SiteSettings settings) =>
        Rules.ToDictionary(rule => rule.Name, rule => rule.Get(settings), StringComparer.Ordinal);

    /// <summary>What differs between two states, as records keep it: a JSON object of <c>from</c> and <c>to</c> by wire name.</summary>
    public static string Differences(SiteSettings before, SiteSettings after)
    {
        var now = Values(after);
        return JsonSerializer.Serialize(
            Values(before)
                .Select(value => (value.Key, From: JsonSerializer.SerializeToElement(value.Value, QueueJson.Options), To: JsonSerializer.SerializeToElement(now[value.Key], QueueJson.Options)))
                .Where(value => !JsonElement.DeepEquals(value.From, value.To))
                .ToDictionary(value => value.Key, value => new { value.From, value.To }, StringComparer.Ordinal),
            QueueJson.Options);
    }

    /// <summary>Changes settings, all or none.</summary>
    /// <param name="settings">The settings now.</param>
    /// <param name="values">Wire name to new value.</param>
    /// <exception cref="SettingException">A name is unknown, or a value outside its range.</exception>
    public static SiteSettings Change(SiteSettings settings, IReadOnlyDictionary<string, JsonText> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (name, value) in values)
        {
            var rule = Array.Find(Rules, rule => rule.Name == name)
                ?? throw new SettingException(
                    $"There is no setting '{name}'. Settings: {string.Join(", ", Rules.Select(rule => rule.Name))}.");
            using var document = JsonDocument.Parse(value.Raw);
            try
            {
                settings = rule.Set(settings, document.RootElement);
            }
            catch (SettingException refused)
            {
                throw new SettingException($"'{name}' cannot be {Shortened(value)}: {refused.Message}");
            }
        }

        return settings;
    }

    private static int Floor(SiteSettings settings, int value, int floor, int otherwise) =>
        settings.Trust == TrustMode.Original && value < floor ? otherwise : value;

    private static Rule Whole(
        string name, int least, int most, Func<SiteSettings, int> get, Func<SiteSettings, int, SiteSettings> set) =>
        new(name, settings => get(settings), (settings, value) => set(settings, Number(value, least, most)));

    private static Rule Flag(string name, Func<SiteSettings, bool> get, Func<SiteSettings, bool, SiteSettings> set) =>
        new(name, settings => get(settings), (settings, value) => value.ValueKind switch
        {
            JsonValueKind.True => set(settings, true),
            JsonValueKind.False => set(settings, false),
            JsonValueKind.String when bool.TryParse(value.GetString(), out var flag) => set(settings, flag),
            _ => throw new SettingException("it takes true or false."),
        });

    private static Rule ReadOnly(string name, Func<SiteSettings, string> get) =>
        new(name, get, (_, _) => throw new SettingException("it is set with the command 'labqueue site set'."));

    // 0 only makes sense where row versions, and not pauses, keep tasks out of people's way.
    private static SiteSettings SetMinSeconds(SiteSettings settings, JsonElement value) =>
        settings with { MinSecondsTask = Number(value, settings.Trust == TrustMode.Original ? 3 : 0, 30) };

    private static int Number(JsonElement value, int least, int most)
    {
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt32(out _),
            JsonValueKind.String => int.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _),
            _ => false,
        };
        var number = !isNumber ? least - 1L
            : value.ValueKind == JsonValueKind.Number ? value.GetInt32()
            : int.Parse(value.GetString()!, CultureInfo.InvariantCulture);
        return number >= least && number <= most
            ? (int)number
            : throw new SettingException($"it takes a whole number from {least} to {most}.");
    }

    private static string Address(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : null;
        var isAddress = text is not null
            && Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.AbsolutePath.Length > 1;
        return isAddress || text == string.Empty
            ? text!
            : throw new SettingException("it takes an address with scheme, host and path, or an empty text.");
    }

    private static string[] Names(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array
            || value.GetArrayLength() > LongestListLength
            || !value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            throw new SettingException($"it takes a list of up to {LongestListLength} names.");
        }

        return [.. value.EnumerateArray().Select(item => item.GetString()!.Trim()).Where(name => name.Length > 0).Distinct()];
    }

    private static string LowerName<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Shortened(JsonText value) =>
        value.Raw.Length <= 100 ? value.Raw : string.Concat(value.Raw.AsSpan(0, 100), "…");

    private sealed record Rule(
        string Name, Func<SiteSettings, object> Get, Func<SiteSettings, JsonElement, SiteSettings> Set);
}
