using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Golden;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresGoldenServer : GoldenServer
{
    /// <inheritdoc/>
    protected override IReadOnlyList<string> Options { get; } = ["--store", PostgresSchema.New()];
}
