using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LabQueue.Client;

/// <content>What happens, as it happens.</content>
public sealed partial class QueueClient
{
    /// <inheritdoc/>
    /// <remarks>The stream ends with the server, and with the way to it: then ask again behind the last number, and another server
    /// goes on there, if there is one.</remarks>
    public IAsyncEnumerable<QueueEvent> WatchAsync(long? after, CancellationToken cancellationToken) =>
        WatchAsync(after, opened: null, heard: null, cancellationToken);

    /// <summary>What happens from when the stream is open.</summary>
    /// <param name="opened">Called once the server has begun to answer.</param>
    /// <param name="heard">Called for every sign of life, such as those that a server gives while nothing happens.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    internal IAsyncEnumerable<QueueEvent> FollowAsync(Action opened, Action heard, CancellationToken cancellationToken) =>
        WatchAsync(after: null, opened, heard, cancellationToken);

    private async IAsyncEnumerable<QueueEvent> WatchAsync(
        long? after, Action? opened, Action? heard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var route = string.Create(CultureInfo.InvariantCulture, $"events{(after is null ? string.Empty : $"?after={after}")}");
        using var open = await _wire.OpenAsync(route, cancellationToken).ConfigureAwait(false);
        opened?.Invoke();
        var body = await open.Response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var stream = new EventStream(body, heard, _time);
        await using var closing = stream.ConfigureAwait(false);
        var events = SseParser.Create(stream, (_, data) => ReadEvent(data)).EnumerateAsync(cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using (events.ConfigureAwait(false))
        {
            while (await MoveNextAsync(open, events).ConfigureAwait(false))
            {
                yield return events.Current.Data;
            }

            _wire.Ended(open);
        }
    }

    private static QueueEvent ReadEvent(ReadOnlySpan<byte> data)
    {
        using var document = JsonDocument.Parse(data.ToArray(), QueueJson.DocumentOptions);
        return Answers.Read(document, AnswerReader.Event);
    }

    private async ValueTask<bool> MoveNextAsync(OpenStream open, IAsyncEnumerator<SseItem<QueueEvent>> events)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw _wire.Broken(open, broken);
        }
    }
}
