using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Client.Outbox;

/// <summary>Sends what an outbox keeps, for as long as the host runs.</summary>
internal sealed partial class OutboxRelay(QueueOutbox outbox, ILogger<OutboxRelay> logger) : BackgroundService
{
    private string? _told;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => outbox.RunAsync(Tell, stoppingToken);

    // Trouble is told once, and not with each try.
    private void Tell(OutboxRound round)
    {
        if (round.Refused > 0)
        {
            LogRefused(round.Refused);
        }

        if (round.Trouble?.Message != _told)
        {
            _told = round.Trouble?.Message;
            if (round.Trouble is { } trouble)
            {
                LogTrouble(trouble.Message);
            }
            else
            {
                LogWell(round.Sent);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The queue server refused {Count} tasks of the outbox for good; they are on its list of refused ones")]
    private partial void LogRefused(int count);

    [LoggerMessage(LogLevel.Warning, "Tasks wait in the outbox: {Reason}")]
    private partial void LogTrouble(string reason);

    [LoggerMessage(LogLevel.Information, "The outbox is sent, {Count} tasks of it now")]
    private partial void LogWell(int count);
}
