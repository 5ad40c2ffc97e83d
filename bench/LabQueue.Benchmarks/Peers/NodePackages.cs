using System.Diagnostics;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Peers;

/// <summary>The packages of the peers on Node, as <c>bench/peers/package-lock.json</c> names them.</summary>
internal static class NodePackages
{
    private static readonly string Folder = RepositoryRoot.Combine("bench", "peers");

    /// <summary>Installs them where they are missing or others.</summary>
    public static void Install()
    {
        var marker = Path.Combine(Folder, "node_modules", ".package-lock.json");
        if (!File.Exists(marker) || File.GetLastWriteTimeUtc(marker) < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            Run("npm", "ci", "--no-audit", "--no-fund", "--silent");
        }
    }

    /// <summary>The version of Node.</summary>
    public static string Version() => Run("node", "--version").Trim();

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        }) ?? throw new InvalidOperationException($"{program} cannot be started.");
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }
}
