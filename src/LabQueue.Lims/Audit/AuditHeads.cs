using System.Globalization;

namespace LabQueue.Lims.Audit;

/// <summary>A file beside the database with heads of the chain: time, site, position and hash, a line for each.</summary>
/// <remarks>Copied elsewhere now and then, it shows that nothing before a head was cut off or made anew.</remarks>
/// <param name="file">The file; null: heads are not noted.</param>
internal sealed class AuditHeads(string? file)
{
    private const int Fields = 4;

    /// <summary>Notes a head, where it is not the last one noted of its site.</summary>
    public async Task NoteAsync(string site, AuditSeal head, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (file is null || await ReadAsync(site, cancellationToken) is [.., var last] && last == (head.Position, head.Hash))
        {
            return;
        }

        var line = string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} {site} {head.Position} {head.Hash}\n");
        await File.AppendAllTextAsync(file, line, cancellationToken);
    }

    /// <summary>The heads noted of a site, oldest first. Lines that are none are left out.</summary>
    public async Task<IReadOnlyList<(long Position, string Hash)>> ReadAsync(string site, CancellationToken cancellationToken)
    {
        if (file is null || !File.Exists(file))
        {
            return [];
        }

        var heads = new List<(long, string)>();
        foreach (var line in await File.ReadAllLinesAsync(file, cancellationToken))
        {
            var parts = line.Split(' ');
            if (parts.Length == Fields && parts[1] == site
                && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            {
                heads.Add((position, parts[3]));
            }
        }

        return heads;
    }
}
