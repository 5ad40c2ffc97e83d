using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Client.Outbox;

/// <summary>Sends what an outbox keeps, for as long as the host runs.</summary>
internal sealed partial class OutboxRelay(QueueOutbox outbox, ILogger<OutboxRelay> logger) : BackgroundService
{
    private (string?, string?) _told;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => outbox.RunAsync(Tell, stoppingToken);

    // Trouble is told once, and not with each try.
    private void Tell(OutboxRound round)
    {
        if (round.Refused > 0)
        {
            LogRefused(round.Refused);
        }

        var told = (outbox.Block?.TaskUid, round.Trouble?.Message);
        if (told == _told)
        {
            return;
        }

        _told = told;
        if (round.Trouble is not { } trouble)
        {
            LogWell(round.Sent);
        }
        else if (outbox.Block is { } block)
        {
            LogBlock(block.TaskUid, block.Reason);
        }
        else
        {
            LogTrouble(trouble.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The queue server refused {Count} tasks of the outbox for good; they are on its list of refused ones")]
    private partial void LogRefused(int count);

    [LoggerMessage(LogLevel.Warning, "Tasks wait in the outbox, {TaskUid} first: {Reason}")]
    private partial void LogBlock(string taskUid, string reason);

    [LoggerMessage(LogLevel.Warning, "Tasks wait in the outbox: {Reason}")]
    private partial void LogTrouble(string reason);

    [LoggerMessage(LogLevel.Information, "The outbox is sent, {Count} tasks of it now")]
    private partial void LogWell(int count);
}
