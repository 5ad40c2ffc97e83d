using System.Text;
using LabQueue.Host.Configuration;

namespace LabQueue.Host.Serving;

/// <summary>The folder in which a server keeps everything, and what is in it.</summary>
/// <param name="path">Its absolute path.</param>
internal sealed class DataFolder(string path)
{
    /// <summary>Only its owner may read, write and enter it.</summary>
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Only its owner may read and write it.</summary>
    public const UnixFileMode SecretMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const string DefaultPath = "./data";

    /// <summary>Its absolute path.</summary>
    public string Path { get; } = path;

    /// <summary>The queue's database.</summary>
    public string Database => File("queue.db");

    /// <summary>The laboratory's database.</summary>
    public string Laboratory => File("lims.db");

    /// <summary>Heads of the chain of the laboratory's audit trail.</summary>
    public string AuditHeads => File("audit-heads");

    /// <summary>The name of the consumer that runs, or ran last, in the server's own process.</summary>
    public string InnerConsumer => File("inner-consumer");

    /// <summary>The sites' keys, one file each.</summary>
    public string Keys => File("keys");

    /// <summary>The first password of the account <c>admin</c>.</summary>
    public string AdminPassword => File("admin-password");

    /// <summary>Where a running server takes commands.</summary>
    public string ControlSocket => File("control.sock");

    /// <summary>The folder that the options name, made or not.</summary>
    public static DataFolder Of(OptionSource source) =>
        new(System.IO.Path.GetFullPath(source.Value(OptionKey.Data) ?? DefaultPath));

    /// <summary>The first password of the account <c>admin</c> of a site that was added to others.</summary>
    public string AdminPasswordOf(string site) => File($"admin-password.{site}");

    /// <summary>The file with a site's present key.</summary>
    public string KeyFile(string site) => System.IO.Path.Combine(Keys, $"{site}.key");

    /// <summary>A site's present key, if this person may read it.</summary>
    public async Task<string?> FindKeyAsync(string site, CancellationToken cancellationToken)
    {
        try
        {
            return (await System.IO.File.ReadAllTextAsync(KeyFile(site), cancellationToken)).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Consumers that ran in a server's own process on this folder. One process at a time has the folder: whoever has it now knows
    /// that they are no more.
    /// </summary>
    public IReadOnlyList<string> FindGoneConsumers() =>
        System.IO.File.Exists(InnerConsumer) && System.IO.File.ReadAllText(InnerConsumer).Trim() is { Length: > 0 } id ? [id] : [];

    /// <summary>Makes it and what is below it, for the owner only, where it is missing.</summary>
    /// <exception cref="OptionException">It cannot be made.</exception>
    public void Create()
    {
        try
        {
            CreatePrivate(Path);
            CreatePrivate(Keys);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw OptionException.For(OptionKey.Data, Path, $"a folder, and that cannot be made there: {trouble.Message.TrimEnd('.')}");
        }
    }

    /// <summary>
    /// Makes an empty database where there is none, for the owner only: it is going to hold keys, and the folder may
    /// have been made by somebody who let others in.
    /// </summary>
    public void CreateDatabase() => CreateSecret(Database);

    /// <summary>Makes an empty laboratory where there is none, for the owner only: it is going to hold what clients entrust.</summary>
    public void CreateLaboratory() => CreateSecret(Laboratory);

    /// <summary>The folder of the keys that protect sessions, made where it is missing.</summary>
    public DirectoryInfo MakeSessionKeys()
    {
        var folder = System.IO.Path.Combine(Keys, "sessions");
        CreatePrivate(folder);
        return new DirectoryInfo(folder);
    }

    /// <summary>
    /// Says in a sentence why the folder must not be begun anew: it was in use, and its database is gone or empty. Null: it is
    /// new, or has its database.
    /// </summary>
    public string? FindLoss()
    {
        var database = new FileInfo(Database);
        if (!Directory.Exists(Path) || database is { Exists: true, Length: > 0 })
        {
            return null;
        }

        var sites = Directory.Exists(Keys)
            ? Directory.GetFiles(Keys, "*.key").Select(System.IO.Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).ToArray()
            : [];
        var relics = Directory.GetFiles(Path)
            .Select(System.IO.Path.GetFileName)
            .Where(name => name!.StartsWith("queue.db.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (sites.Length == 0 && relics.Length == 0)
        {
            return null;
        }

        var traces = string.Join(" and ", [
            .. sites.Length > 0 ? new[] { $"keys of {string.Join(", ", sites)}" } : [],
            .. relics.Length > 0 ? new[] { string.Join(", ", relics) } : [],
        ]);
        return $"{Database} is {(database.Exists ? "empty" : "gone")}, though {Path} was in use: it has {traces}. Put the file back, "
            + "or a backup in its place with 'labqueue restore'; to begin with nothing, name another folder.";
    }

    /// <summary>Says in a sentence why this person cannot look into the folder; null: they can, or there is none.</summary>
    public string? FindObstacle()
    {
        try
        {
            _ = Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any();
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return $"{Path} is another user's, and {Environment.UserName} may not look into it: run the command as its owner, "
                + "such as with 'runuser -u NAME --' or 'sudo -u NAME'.";
        }
    }

    /// <summary>Writes a file that only its owner may read: the old one, or the whole new one is there, nothing between.</summary>
    public static async Task WriteSecretAsync(string file, string text, CancellationToken cancellationToken)
    {
        var temporary = file + ".new";
        System.IO.File.Delete(temporary);
        await using (var stream = new FileStream(temporary, SecretFile(FileMode.CreateNew)))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(temporary, file, overwrite: true);
    }

    /// <summary>Makes an empty file for the owner only, where there is none.</summary>
    public static void CreateSecret(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            using var file = new FileStream(path, SecretFile(FileMode.OpenOrCreate));
        }
    }

    private static FileStreamOptions SecretFile(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = SecretMode;
        }

        return options;
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, FolderMode);
        }
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
