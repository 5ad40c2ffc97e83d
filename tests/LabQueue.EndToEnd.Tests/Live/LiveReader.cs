using System.Globalization;
using System.Net;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Live;

/// <summary>An open page, as far as the server knows of it: it listens for news of its site's queue.</summary>
internal sealed class LiveReader : IAsyncDisposable
{
    private const string News = "event: queue";
    private const string Number = "data: ";

    private readonly CancellationTokenSource _leaving = new();
    private readonly HttpResponseMessage _answer;
    private readonly Task _reading;
    private TaskCompletionSource _next = New();
    private long _last;

    private LiveReader(HttpResponseMessage answer, StreamReader lines)
    {
        _answer = answer;
        _reading = Task.Run(() => ReadAsync(lines));
    }

    /// <summary>How often it heard that it should look again.</summary>
    public int Heard { get; private set; }

    /// <summary>The number of the last event of the queue that it heard of; 0: it has heard of none.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Opens the live address of a page, and waits for the first sign of life.</summary>
    /// <param name="visitor">Somebody who is signed in.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<LiveReader> OpenAsync(HttpClient visitor, CancellationToken cancellationToken)
    {
        var answer = await visitor.GetAsync($"{ServerSetup.Site}/live", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidDataException($"The live address was answered {(int)answer.StatusCode}.");
        }

        var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        await lines.ReadLineAsync(cancellationToken);
        return new LiveReader(answer, lines);
    }

    /// <summary>Waits until it has heard of an event of the queue behind that one.</summary>
    /// <exception cref="IOException">The server has ended the connection.</exception>
    public async Task HearAsync(long number, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = Volatile.Read(ref _next).Task;
            if (Last > number)
            {
                return;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _reading;
        _answer.Dispose();
        _leaving.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync(StreamReader lines)
    {
        using (lines)
        {
            try
            {
                var isNews = false;
                while (await lines.ReadLineAsync(_leaving.Token) is { } line)
                {
                    if (isNews && line.StartsWith(Number, StringComparison.Ordinal))
                    {
                        Volatile.Write(ref _last, long.Parse(line.AsSpan(Number.Length), CultureInfo.InvariantCulture));
                        Heard++;
                        Interlocked.Exchange(ref _next, New()).TrySetResult();
                    }

                    isNews = line == News;
                }

                _next.TrySetException(new IOException("The server has ended the connection."));
            }
            catch (Exception trouble) when (trouble is IOException or OperationCanceledException)
            {
                _next.TrySetException(new IOException("The connection is broken.", trouble));
            }
        }
    }
}
