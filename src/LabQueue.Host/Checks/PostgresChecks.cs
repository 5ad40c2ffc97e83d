using System.Globalization;
using LabQueue.Engine;
using LabQueue.Storage.Postgres;

namespace LabQueue.Host.Checks;

/// <summary>Looks at the shared database.</summary>
/// <param name="options">Where it is.</param>
/// <param name="time">This machine's clock.</param>
internal sealed class PostgresChecks(PostgresStoreOptions options, TimeProvider time)
{
    private const string Schema = "schema";
    private const double MostSecondsApart = 1;

    /// <summary>All of it.</summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await PostgresDatabase.DescribeAsync(options, time, cancellationToken);
            return [CheckResult.Ok("database engine", found.Engine), Judge(found), Clock(found.ClockAhead.TotalSeconds)];
        }
        catch (QueueStoreException refused)
        {
            return [CheckResult.Bad("database", refused.Message)];
        }
    }

    private static CheckResult Judge(PostgresDescription found) =>
        found.Schema == 0 ? CheckResult.Warn(Schema, "There is no data yet; the first start makes it.")
        : found.Schema < found.NewestSchema
            ? CheckResult.Warn(Schema, $"{found.Schema}; the next start brings it to {found.NewestSchema}.")
        : found.Schema > found.NewestSchema && found.IsForThisProgram
            ? CheckResult.Ok(Schema, $"{found.Schema}, of a newer program; this one, which knows up to {found.NewestSchema}, can work on it.")
        : found.Schema > found.NewestSchema
            ? CheckResult.Bad(Schema, $"{found.Schema}, of a newer program; this one knows up to {found.NewestSchema}.")
        : CheckResult.Ok(Schema, $"{found.Schema}, the newest.");

    private static CheckResult Clock(double ahead)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"This machine's clock and the database's are {Math.Abs(ahead):0.0} s apart.");
        return Math.Abs(ahead) > MostSecondsApart
            ? CheckResult.Warn("database clock", $"{text} Leases go by the servers' clocks, which have to agree.")
            : CheckResult.Ok("database clock", text);
    }
}
