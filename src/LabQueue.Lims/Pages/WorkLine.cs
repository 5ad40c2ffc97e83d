using LabQueue.Lims.Background;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;

namespace LabQueue.Lims.Pages;

/// <summary>A piece of work in the background, where what it is about is shown.</summary>
/// <param name="Work">The work.</param>
/// <param name="Wait">What it waits for.</param>
/// <param name="Who">The name of who asked for it.</param>
internal sealed record WorkLine(WorkInHand Work, WorkWait Wait, string Who)
{
    /// <summary>Completes some work with what it waits for.</summary>
    /// <param name="reader">Where the work is kept.</param>
    /// <param name="link">The way to the queue.</param>
    /// <param name="works">The work, oldest first.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public static async Task<IReadOnlyList<WorkLine>> ReadAsync(
        LabReader reader,
        LabQueueLink link,
        IReadOnlyList<WorkInHand> works,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var names = await LabUsers.NamesAsync(reader, [.. works.Select(work => work.Record.Username)], cancellationToken);
        var waits = new WorkWaits(reader, link, works, time);
        var lines = new List<WorkLine>(works.Count);
        foreach (var work in works)
        {
            var wait = await waits.FindAsync(work, cancellationToken);
            lines.Add(new WorkLine(work, wait, names.GetValueOrDefault(work.Record.Username, work.Record.Username)));
        }

        return lines;
    }
}
