using System.Diagnostics;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Servers;

/// <summary>The program as it was at an earlier commit, built in a worktree of its own.</summary>
internal sealed class OlderBuild : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private OlderBuild(string commit) => Commit = commit;

    /// <summary>The commit.</summary>
    public string Commit { get; }

    /// <summary>The program.</summary>
    public string Program => Path.Combine(Tree, "artifacts", "bin", "LabQueue.Host", "release", "labqueue");

    private string Tree => Path.Combine(_folder.Path, "tree");

    /// <summary>Builds the commit before the one that added the last migration of PostgreSQL; or <c>LABQUEUE_UPGRADE_FROM</c>.</summary>
    public static OlderBuild BeforeLastMigration()
    {
        var given = Environment.GetEnvironmentVariable("LABQUEUE_UPGRADE_FROM");
        var commit = string.IsNullOrEmpty(given)
            ? Git("log", "-1", "--diff-filter=A", "--format=%p", "--", "src/LabQueue.Storage.Postgres/Migrations/*.sql")
            : given;
        var build = new OlderBuild(commit);
        Git("worktree", "add", "--detach", build.Tree, commit);
        Run(build.Tree, "dotnet", "build", "src/LabQueue.Host", "--configuration", "Release", "-v", "quiet", "--nologo", "-p:RunAnalyzers=false");
        return build;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Git("worktree", "remove", "--force", Tree);
        _folder.Dispose();
    }

    private static string Git(params string[] arguments) => Run(RepositoryRoot.Path, "git", arguments);

    private static string Run(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {output}");
        return output.Trim();
    }
}
