using System.Runtime.CompilerServices;
using LabQueue.Client;

namespace LabQueue.Host.Watching;

/// <summary>Follows what happens in a queue, and takes up the thread again after the server was away.</summary>
/// <param name="queue">The queue.</param>
/// <param name="time">The clock.</param>
/// <param name="onLost">Told what was wrong, each time that the server is lost.</param>
internal sealed class EventFeed(IQueue queue, TimeProvider time, Action<string> onLost)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>What happens from now on.</summary>
    public async IAsyncEnumerable<QueueEvent> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? last = null;
        while (true)
        {
            await using var events = queue.WatchAsync(last, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(events))
            {
                last = events.Current.Number;
                yield return events.Current;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<bool> MoveNextAsync(IAsyncEnumerator<QueueEvent> events)
    {
        try
        {
            if (await events.MoveNextAsync())
            {
                return true;
            }

            onLost("The server has stopped; trying again.");
        }
        catch (QueueUnreachableException lost)
        {
            onLost($"{lost.Message} Trying again.");
        }

        return false;
    }
}
