using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LabQueue.Storage.Postgres.Feeding;

/// <summary>Hears from other servers, on a connection of its own, and looks each second whether it missed something.</summary>
/// <param name="store">The server's store.</param>
/// <param name="channel">Where servers of one database talk.</param>
/// <param name="heard">Something happened on a site of another server; null: maybe on any.</param>
/// <param name="poll">Looks at all sites.</param>
internal sealed partial class ChangeListener(StoreContext store, string channel, Action<int?> heard, Func<CancellationToken, Task> poll)
    : IAsyncDisposable
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        _work = Task.WhenAll(Task.Run(() => ListenAsync(connection), CancellationToken.None), Task.Run(PollAsync, CancellationToken.None));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await store.Source.OpenConnectionAsync(cancellationToken);
        try
        {
            connection.Notification += (_, told) => Hear(told.Payload);
            await using var command = new NpgsqlCommand($"listen \"{channel}\"", connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task ListenAsync(NpgsqlConnection? connection)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                connection ??= await OpenAsync(_stop.Token);
                heard(null);
                while (true)
                {
                    await connection.WaitAsync(_stop.Token);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
            }
            catch (Exception exception) when (exception is NpgsqlException || Trouble.IsPassing(exception))
            {
                LogDeaf(store.Logger, exception.Message);
                await Task.Delay(PollEvery, TimeProvider.System, _stop.Token).ContinueWith(
                    _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }

            await CloseAsync(connection);
            connection = null;
        }
    }

    // It listens, so it must not be lent to anybody else.
    private static async Task CloseAsync(NpgsqlConnection? connection)
    {
        if (connection is null)
        {
            return;
        }

        try
        {
            await using var command = new NpgsqlCommand("unlisten *", connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException || Trouble.IsPassing(exception))
        {
            // It is broken, and will not be lent.
        }

        await connection.DisposeAsync();
    }

    private async Task PollAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(PollEvery, store.Time, _stop.Token);
                try
                {
                    await poll(_stop.Token);
                }
                catch (Exception exception) when (exception is NpgsqlException || Trouble.IsPassing(exception))
                {
                    LogDeaf(store.Logger, exception.Message);
                }
#pragma warning disable CA1031 // What went wrong with one look is no reason not to look again.
                catch (Exception exception) when (!_stop.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    LogBroken(store.Logger, exception);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private void Hear(string payload)
    {
        if (payload.Split(':') is not [var server, var sites] || server == store.Server.ToString("N"))
        {
            return;
        }

        foreach (var site in sites.Split(','))
        {
            if (int.TryParse(site, CultureInfo.InvariantCulture, out var id))
            {
                heard(id);
            }
        }
    }

    [LoggerMessage(2105, LogLevel.Debug, "The database does not answer; it is asked again: {Reason}")]
    private static partial void LogDeaf(ILogger logger, string reason);

    [LoggerMessage(2107, LogLevel.Error, "A look at the database's sites went wrong; it is tried again")]
    private static partial void LogBroken(ILogger logger, Exception exception);
}
