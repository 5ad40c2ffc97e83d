using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>One run of a task, as the server has it.</summary>
/// <param name="Uid">The task.</param>
/// <param name="Name">Its name.</param>
/// <param name="Lane">Its own lane; null where it has none.</param>
/// <param name="Place">The place of its path that counts for the classic rule; null where none does.</param>
/// <param name="Number">Which run of the task it is, from 1.</param>
/// <param name="Consumer">Who had it.</param>
/// <param name="Started">Its beginning.</param>
/// <param name="Ended">Its end; null while it runs.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record Attempt(
    string Uid,
    string Name,
    string? Lane,
    string? Place,
    int Number,
    string Consumer,
    DateTimeOffset Started,
    DateTimeOffset? Ended,
    string? Outcome)
{
    /// <summary>What at most one run may have at a time; null for a task that keeps nobody waiting.</summary>
    public string? Key => Lane is not null ? $"lane {Lane}" : Place is not null ? $"{Name} at {Place}" : null;

    /// <summary>Reads a run of a task.</summary>
    public static Attempt Read(JsonElement task, JsonElement attempt)
    {
        var lane = task.TryGetProperty("lane", out var own) ? own.GetString() : null;
        var ended = attempt.GetProperty("ended");
        return new Attempt(
            ServerFacts.Uid(task),
            task.GetProperty("name").GetString()!,
            lane,
            lane is null ? task.GetProperty("context_path").GetString()!.Split('/').ElementAtOrDefault(3) : null,
            attempt.GetProperty("number").GetInt32(),
            attempt.GetProperty("consumer_id").GetString()!,
            UnixTime.FromSeconds(attempt.GetProperty("started").GetDouble()),
            ended.ValueKind == JsonValueKind.Null ? null : UnixTime.FromSeconds(ended.GetDouble()),
            attempt.GetProperty("outcome").GetString());
    }

    /// <inheritdoc/>
    public override string ToString() => $"run {Number} of {Uid} ({Key ?? Name}) by {Consumer}, {Started:HH:mm:ss.ffffff} to "
        + $"{Ended:HH:mm:ss.ffffff}, {Outcome ?? "running"}";
}
