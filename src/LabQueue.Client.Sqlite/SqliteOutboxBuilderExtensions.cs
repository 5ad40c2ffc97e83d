using LabQueue.Client;
using LabQueue.Client.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Gives a client an outbox in a file.</summary>
public static class SqliteOutboxBuilderExtensions
{
    /// <summary>Adds a <c>QueueOutbox</c> over a SQLite file, which is opened when the host starts.</summary>
    /// <param name="builder">What <c>AddLabQueueClient</c> gave.</param>
    /// <param name="path">The file; one process at a time may have it.</param>
    public static ClientBuilder AddSqliteOutbox(this ClientBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddOutbox(_ => SqliteOutboxStore.Open(path));
    }
}
