using System.Collections.Frozen;
using System.Text.Json;
using LabQueue.Engine;
using Npgsql;

namespace LabQueue.Storage.Postgres.Sites;

/// <summary>Reads sites.</summary>
internal static class SiteReading
{
    /// <summary>Reads a site, its users and its consumers' modes, as one state of the database has them.</summary>
    public static async Task<SiteCopy> ReadAsync(NpgsqlConnection connection, int id, CancellationToken cancellationToken)
    {
        await using var batch = new SqlBatch(connection);
        batch.Add(SiteSql.Accounts).With(id);
        batch.Add(SiteSql.Modes).With(id);
        batch.Add(SiteSql.Site).With(id);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var accounts = new List<Account>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new RowReader(reader);
            accounts.Add(new Account(row.Text(), row.String(), TaskColumns.ReadList(row.String()), row.Bool()));
        }

        await reader.NextResultAsync(cancellationToken);
        var modes = SiteCopy.NoModes.ToBuilder();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new RowReader(reader);
            modes[row.Text()] = (ConsumerMode)row.Int16();
        }

        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw new KeyNotFoundException($"There is no site of number {id}.");
        }

        var found = new RowReader(reader);
        var version = found.Int64();
        var name = found.String();
        var settings = JsonSerializer.Deserialize<SiteSettings>(found.String(), QueueJson.Options)
            ?? throw new InvalidDataException($"The settings of site '{name}' are empty.");
        var site = new Site(name, settings, found.Bool(), TaskColumns.ReadList(found.String()));
        site = site with { OldKeysEnd = found.TimeOrNull() };
        return new SiteCopy(
            version, site, accounts.ToFrozenDictionary(account => account.Username, StringComparer.Ordinal), modes.ToImmutable());
    }

    /// <summary>Settings as they are kept.</summary>
    public static string WriteSettings(SiteSettings settings) => JsonSerializer.Serialize(settings, QueueJson.Options);
}
