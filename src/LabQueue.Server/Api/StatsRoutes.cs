using System.Text.Json;

namespace LabQueue.Server.Api;

/// <summary><c>stats</c> and <c>consumers</c>: the queue in figures.</summary>
internal static class StatsRoutes
{
    public static async Task StatsAsync(ApiCall call)
    {
        var stats = await call.Queue.StatsAsync(call.Aborted);
        var day = call.Payload.Flag("day") ? await call.Queue.DayAsync(call.Aborted) : null;
        var writer = call.Begin();
        writer.WriteNumber("queued"u8, stats.Queued);
        writer.WriteNumber("running"u8, stats.Running);
        writer.WriteNumber("failed"u8, stats.Failed);
        writer.WriteNumber("done"u8, stats.Done);
        writer.WriteBoolean("paused"u8, stats.Paused);
        TaskJson.WriteTime(writer, "oldest_queued"u8, stats.OldestQueued);
        WriteNames(writer, stats.Names);
        WriteFigures(writer, "minutes"u8, stats.Minutes);
        if (day is not null)
        {
            WriteFigures(writer, "quarters"u8, day);
        }

        call.WriteAddresses(writer);
        await call.EndAsync();
    }

    public static async Task ConsumersAsync(ApiCall call)
    {
        var consumers = await call.Queue.ConsumersAsync(call.Aborted);
        var writer = call.Begin();
        writer.WriteNumber("count"u8, consumers.Count);
        writer.WriteStartArray("items"u8);
        foreach (var consumer in consumers)
        {
            writer.WriteStartObject();
            writer.WriteString("consumer_id"u8, consumer.ConsumerId);
            TaskJson.WriteTime(writer, "first_heard"u8, consumer.FirstHeard);
            TaskJson.WriteTime(writer, "last_heard"u8, consumer.LastHeard);
            writer.WriteBoolean("leased"u8, consumer.Leased);
            writer.WriteString("version"u8, consumer.Version);
            writer.WriteString("mode"u8, ConsumerRoute.NameOf(consumer.Mode));
            WriteTexts(writer, consumer.Names);
            writer.WriteStartArray("running"u8);
            await ListRoutes.WriteAsync(call, writer, consumer.Running, isComplete: true);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        call.WriteAddresses(writer);
        await call.EndAsync();
    }

    private static void WriteTexts(Utf8JsonWriter writer, IReadOnlyList<string> names)
    {
        writer.WriteStartArray("names"u8);
        foreach (var name in names)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter writer, IReadOnlyList<NameStats> names)
    {
        writer.WriteStartArray("names"u8);
        foreach (var name in names)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name.Name);
            writer.WriteNumber("queued"u8, name.Queued);
            writer.WriteNumber("running"u8, name.Running);
            writer.WriteNumber("failed"u8, name.Failed);
            writer.WriteNumber("done"u8, name.Done);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFigures(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<MinuteStats> minutes)
    {
        writer.WriteStartArray(name);
        foreach (var minute in minutes)
        {
            writer.WriteStartObject();
            TaskJson.WriteTime(writer, "minute"u8, minute.Minute);
            writer.WriteNumber("added"u8, minute.Added);
            writer.WriteNumber("started"u8, minute.Started);
            writer.WriteNumber("done"u8, minute.Done);
            writer.WriteNumber("failed"u8, minute.Failed);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
