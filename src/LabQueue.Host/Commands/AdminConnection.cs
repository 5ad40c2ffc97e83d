using LabQueue.Host.Administration;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Host.Commands;

/// <summary>Finds who carries out an operator's command: the running server, or this process itself.</summary>
internal static class AdminConnection
{
    /// <summary>Opens the way to the data folder.</summary>
    /// <param name="context">The command.</param>
    /// <param name="mayMake">Whether the folder is made where there is none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandFailedException">There is nothing in the folder.</exception>
    public static async Task<IAdminChannel> OpenAsync(
        CommandContext context, bool mayMake, CancellationToken cancellationToken)
    {
        var data = DataFolder.Of(context.Options);
        if (data.FindObstacle() is { } obstacle)
        {
            throw new CommandFailedException(obstacle);
        }

        if (await SocketChannel.FindAsync(data, cancellationToken) is { } running)
        {
            return running;
        }

        var choice = StoreChoice.Read(context.Options);
        if (!mayMake && choice.Postgres is null && !File.Exists(data.Database) && data.FindLoss() is null)
        {
            throw new CommandFailedException(
                $"There is no LabQueue data in {data.Path}; name the folder with --data, or start the server once.");
        }

        var store = await StoreOpener.OpenAsync(choice, data, context.Time, NullLoggerFactory.Instance, cancellationToken);
        var describe = ServerDescriber.Of(store, choice, data, [], context.Time.GetUtcNow());
        var lab = await LabHost.FindAsync(new LabPlace(choice, data), store, context.Time, cancellationToken);
        return new StoreChannel(store, lab, new AdminService(store, data, new Keyring(store, data, context.Time), describe, lab));
    }
}
