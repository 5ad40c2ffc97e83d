using System.Globalization;
using LabQueue.Engine;
using LabQueue.Host.Commands;
using LabQueue.Host.Serving;
using LabQueue.Storage.Sqlite;

namespace LabQueue.Host.Checks;

/// <summary>Looks at the data folder and what is in it.</summary>
/// <param name="data">The folder.</param>
/// <param name="hasQueue">Whether the queue is kept in it; else it is on PostgreSQL.</param>
internal sealed class FolderChecks(DataFolder data, bool hasQueue)
{
    private const long ScarceBytes = 1L << 30;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    /// <summary>All of it.</summary>
    public IEnumerable<CheckResult> Run()
    {
        if (hasQueue)
        {
            yield return CheckResult.Ok("database engine", SqliteFile.Engine);
        }

        if (!Directory.Exists(data.Path))
        {
            yield return CheckResult.Warn("data folder", $"{data.Path} is not there; the first start makes it.");
            yield break;
        }

        if (data.FindObstacle() is { } obstacle)
        {
            yield return CheckResult.Bad("data folder", obstacle);
            yield break;
        }

        yield return Folder();
        yield return Disk();
        yield return Secrets();
        if (!hasQueue)
        {
            yield break;
        }

        yield return data.FindLoss() is { } loss ? CheckResult.Bad("schema", loss) : Schema();
        if (new FileInfo(data.Database) is { Exists: true, Length: > 0 })
        {
            yield return SqliteFile.Complaint(data.Database) is { } complaint
                ? CheckResult.Bad("database", complaint)
                : CheckResult.Ok("database", "All pages were read; none is damaged.");
        }
    }

    private CheckResult Folder()
    {
        if (!IsWritable())
        {
            return CheckResult.Bad("data folder", $"{data.Path} cannot be written by {Environment.UserName}.");
        }

        return IsOpenToOthers(data.Path)
            ? CheckResult.Warn("data folder", $"{data.Path} is open to other users; 'chmod 700' closes it.")
            : CheckResult.Ok("data folder", data.Path);
    }

    private CheckResult Disk()
    {
        const string name = "disk";
        var free = new DriveInfo(data.Path).AvailableFreeSpace;
        var found = string.Create(
            CultureInfo.InvariantCulture, $"{Wording.Size(free)} ({free} bytes) are free on the disk of {data.Path}");
        var reserve = new SqliteStoreOptions { Folder = data.Path }.ReserveBytes;
        var rule = $"adds are refused below {Wording.Size(reserve)}, until there are {Wording.Size(2 * reserve)} again";
        return free < reserve ? CheckResult.Bad(name, $"Only {found}; {rule}.")
            : free < ScarceBytes ? CheckResult.Warn(name, $"Only {found}; {rule}.")
            : CheckResult.Ok(name, $"{found}.");
    }

    private CheckResult Secrets()
    {
        string[] files = [data.AdminPassword, data.Database, data.Laboratory, .. Directory.Exists(data.Keys) ? Directory.GetFiles(data.Keys, "*.key") : []];
        var open = files.Where(File.Exists).Where(IsOpenToOthers).Select(Path.GetFileName).ToArray();
        return open.Length > 0
            ? CheckResult.Bad("permissions", $"Other users can read {string.Join(", ", open)}; 'chmod 600' closes them.")
            : CheckResult.Ok("permissions", $"Only the owner can read {Wording.Count(files.Count(File.Exists), "secret file")}.");
    }

    private CheckResult Schema()
    {
        const string name = "schema";
        try
        {
            var newest = SqliteQueueStore.NewestSchema;
            return SqliteFile.SchemaOf(new SqliteStoreOptions { Folder = data.Path }) switch
            {
                null => CheckResult.Warn(name, "There is no data yet; the first start makes it."),
                var found when found < newest => CheckResult.Warn(name, $"{found}; the next start brings it to {newest}."),
                var found when found > newest => CheckResult.Bad(name, string.Create(
                    CultureInfo.InvariantCulture, $"{found}, of a newer program; this one knows up to {newest}.")),
                var found => CheckResult.Ok(name, $"{found}, the newest."),
            };
        }
        catch (QueueStoreException broken)
        {
            return CheckResult.Bad(name, broken.Message);
        }
    }

    private bool IsWritable()
    {
        var probe = Path.Combine(data.Path, $".doctor-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(probe, string.Empty);
            File.Delete(probe);
            return true;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;
}
