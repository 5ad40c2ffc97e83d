using System.CommandLine;
using LabQueue.Host.Administration;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue backup</c></summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Target = new("FILE") { Description = "A file that does not exist yet." };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "backup",
        "Write a copy of all data to one file, while the server goes on working.",
        "labqueue backup /backup/labqueue-$(date +%F).db",
        "labqueue backup --data /var/lib/labqueue before-upgrade.db")
        .With(Target, SharedOptions.Data)
        .Does(async (context, cancellationToken) =>
        {
            await using var channel = await AdminConnection.OpenAsync(context, mayMake: false, cancellationToken);
            var file = Path.GetFullPath(context.Get(Target));
            await channel.SendAsync(new AdminRequest.Backup(file), cancellationToken);
            var bytes = new FileInfo(file).Length;
            var laboratory = new FileInfo(BackupFile.OfLaboratory(file));
            context.Terminal.Write(
                new { File = file, Bytes = bytes, Laboratory = laboratory.Exists ? laboratory.FullName : null },
                () => context.Terminal.Line(laboratory.Exists
                    ? $"{file} has the queue's data ({Wording.Size(bytes)}), and {laboratory.FullName} the laboratory's "
                        + $"({Wording.Size(laboratory.Length)}). Keep both together, and as safe as the keys in them."
                    : $"{file} has all data ({Wording.Size(bytes)}). It holds keys: keep it as safe as they are."));
            return ExitCode.Done;
        });
}
