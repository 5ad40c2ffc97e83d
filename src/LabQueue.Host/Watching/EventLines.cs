using LabQueue.Host.Commands;

namespace LabQueue.Host.Watching;

/// <summary>Writes a line for each thing that happens: for files, pipes and programs.</summary>
internal static class EventLines
{
    /// <summary>Writes until the token is cancelled.</summary>
    public static async Task RunAsync(IQueue queue, Terminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        var stats = await queue.StatsAsync(cancellationToken);
        terminal.Line(StatsCommand.Summary(stats, time.GetUtcNow()));
        var feed = new EventFeed(queue, time, Terminal.Error);
        await foreach (var happened in feed.FollowAsync(cancellationToken))
        {
            if (terminal.Json)
            {
                Terminal.WriteJsonLine(Describe(happened));
            }
            else
            {
                terminal.Line(string.Join("  ", Words(happened)));
            }
        }
    }

    private static object Describe(QueueEvent happened) => new
    {
        happened.Number,
        happened.Kind,
        happened.TaskUid,
        happened.Name,
        happened.ContextUid,
        happened.Username,
        Time = happened.Time.ToSeconds(),
    };

    private static IEnumerable<string> Words(QueueEvent happened)
    {
        yield return Wording.Time(happened.Time);
        yield return happened.Kind.PadRight("cancelled".Length);
        if (happened.TaskUid is { } uid)
        {
            yield return uid;
        }

        if (happened.Name is { } name)
        {
            yield return name;
        }

        if (happened.Username is { } username)
        {
            yield return username;
        }
    }
}
