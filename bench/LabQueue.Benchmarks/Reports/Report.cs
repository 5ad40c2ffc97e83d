using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Reports;

/// <summary>What a benchmark has to say, as Markdown: printed as it comes, and stored if that was asked for.</summary>
internal sealed class Report
{
    private readonly List<string> _parts = [];
    private readonly List<Aim> _aims = [];

    /// <summary>Says something.</summary>
    public void Say(string text)
    {
        _parts.Add(text.TrimEnd('\n'));
        Console.WriteLine(text.TrimEnd('\n') + "\n");
    }

    /// <summary>Notes how an aim fared.</summary>
    public void Judge(string aim, string found, bool isMet) => _aims.Add(new Aim(aim, found, isMet));

    /// <summary>Says how the aims fared.</summary>
    public void SayAims()
    {
        if (_aims.Count == 0)
        {
            return;
        }

        var table = new MarkdownTable("aim", "found", "met");
        _aims.ForEach(aim => table.Add(aim.Text, aim.Found, aim.IsMet ? "met" : "**not met**"));
        Say("## Aims\n\n" + table);
        _aims.Clear();
    }

    /// <summary>Stores all of it as <c>bench/Results/NAME.md</c>.</summary>
    public void Write(string name)
    {
        var file = RepositoryRoot.Combine("bench", "Results", name + ".md");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, string.Join("\n\n", _parts) + "\n");
        Console.WriteLine($"Written to {Path.GetRelativePath(RepositoryRoot.Path, file)}");
    }

    private sealed record Aim(string Text, string Found, bool IsMet);
}
