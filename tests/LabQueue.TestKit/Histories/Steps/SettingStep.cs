using System.Text.Json;

namespace LabQueue.TestKit.Histories.Steps;

/// <summary>A person changes a setting; then all housekeeping is done, so that it counts for every task.</summary>
/// <param name="Site">The site.</param>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Value">Its value as JSON.</param>
public sealed record SettingStep(int Site, string Name, string Value) : HistoryStep(Site)
{
    /// <inheritdoc/>
    public override async Task RunAsync(HistoryRun run, SiteRun site)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(site);
        site.Model.Set(Changed(site.Model.Settings));
        await site.Queue.ChangeSettingsAsync(
            new Dictionary<string, JsonText>(StringComparer.Ordinal) { [Name] = new(Value) },
            Given.Manager,
            CancellationToken.None);
        await run.SweepAsync();
    }

    /// <inheritdoc/>
    public override string ToString() => $"site {Site}: {Name} = {Value}";

    private SiteSettings Changed(SiteSettings settings) => Name switch
    {
        "top_priority_tasks" => settings with { TopPriorityTasks = JsonSerializer.Deserialize<string[]>(Value)! },
        "exact_pairs" => settings with { ExactPairs = JsonSerializer.Deserialize<bool>(Value) },
        "compare_consumer" => settings with { CompareConsumer = JsonSerializer.Deserialize<bool>(Value) },
        "max_concurrent_tasks" => settings with { MaxConcurrentTasks = JsonSerializer.Deserialize<int>(Value) },
        "max_retries" => settings with { MaxRetries = JsonSerializer.Deserialize<int>(Value) },
        "max_orphaned" => settings with { MaxOrphaned = JsonSerializer.Deserialize<int>(Value) },
        "default" => settings with { DefaultChunkSize = JsonSerializer.Deserialize<int>(Value) },
        "max_seconds_unlock" => settings with { MaxSecondsUnlock = JsonSerializer.Deserialize<int>(Value) },
        _ => throw new InvalidOperationException($"The histories do not know the setting '{Name}'."),
    };
}
