using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Golden;

/// <summary>The same on PostgreSQL; where that is missing on a desk, nobody asks it.</summary>
public sealed class PostgresGoldenServer : GoldenServer
{
    /// <inheritdoc/>
    protected override IReadOnlyList<string> Options { get; } =
        PostgresSchema.IsWanted ? ["--store", PostgresSchema.New()] : [];
}
