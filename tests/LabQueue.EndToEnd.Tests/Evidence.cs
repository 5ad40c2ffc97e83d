using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests;

/// <summary>Writes what a long run found to <c>docs/evidence</c>, over what an earlier run wrote there.</summary>
internal static class Evidence
{
    private const int MostProblems = 50;

    /// <summary>Writes the page of a test.</summary>
    /// <param name="name">Name of the page.</param>
    /// <param name="title">What was tried.</param>
    /// <param name="figures">What was counted and measured.</param>
    /// <param name="problems">What was wrong, a sentence each.</param>
    public static void Write(
        string name, string title, IReadOnlyList<(string Name, string Value)> figures, IReadOnlyList<string> problems)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {title}\n\n");
        page.Append("Written by `./test.sh --long`; the next run overwrites it.\n\n");
        page.Append(problems.Count == 0
            ? "**Result: passed.**\n\n"
            : string.Create(CultureInfo.InvariantCulture, $"**Result: failed, {problems.Count} problems.**\n\n"));
        AppendTable(page, [.. Run(), .. figures]);
        foreach (var problem in problems.Take(MostProblems))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n- {problem}");
        }

        var folder = Directory.CreateDirectory(RepositoryRoot.Combine("docs", "evidence")).FullName;
        File.WriteAllText(Path.Combine(folder, name + ".md"), page.ToString().TrimEnd() + "\n");
    }

    private static IEnumerable<(string, string)> Run()
    {
        yield return ("Date", TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        yield return ("Commit", Commit());
        yield return ("Seed (`LABQUEUE_SEED`)", Seed.Value.ToString(CultureInfo.InvariantCulture));
        yield return ("Cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));
        yield return ("Memory", $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30)} GiB");
        yield return ("System", $"{RuntimeInformation.OSDescription}, {Environment.OSVersion.VersionString}, {RuntimeInformation.OSArchitecture}");
        yield return ("Run time", RuntimeInformation.FrameworkDescription);
        yield return ("Disk", Disk());
    }

    private static void AppendTable(StringBuilder page, IReadOnlyList<(string Name, string Value)> rows)
    {
        page.Append("| | |\n|---|---|\n");
        foreach (var (name, value) in rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
        }
    }

    // Changes that are not committed are told: the figures are not the commit's alone then.
    private static string Commit()
    {
        var isChanged = Git("status", "--porcelain", "--", "src", "tests").Length > 0;
        return Git("rev-parse", "--short=12", "HEAD") + (isChanged ? " with changes" : string.Empty);
    }

    private static string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = RepositoryRoot.Path,
        };
        using var git = Process.Start(start)!;
        var text = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return text.Trim();
    }

    // The folder for scratch files, in which the tests keep their data.
    private static string Disk()
    {
        var drive = new DriveInfo(Path.GetTempPath());
        return $"{drive.DriveFormat}, {drive.AvailableFreeSpace / (1 << 30)} GiB free";
    }
}
