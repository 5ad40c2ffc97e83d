namespace LabQueue.TestKit.Docs;

/// <summary>A page of the documentation, in Markdown.</summary>
/// <param name="path">Its path.</param>
public sealed class DocPage(string path)
{
    private const string Fence = "```";

    /// <summary>Its path.</summary>
    public string Path { get; } = path;

    /// <summary>Its lines.</summary>
    public IReadOnlyList<string> Lines { get; } = File.ReadAllLines(path);

    /// <summary>Its fenced blocks, in their order.</summary>
    public IReadOnlyList<DocBlock> Blocks => [.. FindBlocks()];

    /// <summary>All pages: those of the root and those below <c>docs</c>.</summary>
    public static IEnumerable<DocPage> All() =>
        Directory.EnumerateFiles(RepositoryRoot.Path, "*.md")
            .Concat(Directory.EnumerateFiles(RepositoryRoot.Combine("docs"), "*.md", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)
            .Select(file => new DocPage(file));

    /// <summary>The table whose first head says this.</summary>
    public DocTable Table(string firstHead)
    {
        var begin = Lines.ToList().FindIndex(line => line.StartsWith($"| {firstHead} |", StringComparison.Ordinal));
        if (begin < 0)
        {
            throw new ArgumentException($"{Path} has no table with the first head '{firstHead}'.", nameof(firstHead));
        }

        var rows = Lines.Skip(begin).TakeWhile(line => line.StartsWith('|')).Select(Cells).ToArray();
        return new DocTable(rows[0], rows[2..]);
    }

    /// <summary>The page of the repository at this place.</summary>
    /// <param name="parts">Names below the root, outermost first.</param>
    public static DocPage Of(params string[] parts) => new(RepositoryRoot.Combine(parts));

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];

    private IEnumerable<DocBlock> FindBlocks()
    {
        var begin = -1;
        for (var index = 0; index < Lines.Count; index++)
        {
            if (!Lines[index].StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            if (begin < 0)
            {
                begin = index;
                continue;
            }

            var text = string.Join('\n', Lines.Skip(begin + 1).Take(index - begin - 1));
            yield return new DocBlock(Lines[begin][Fence.Length..].Trim(), text, begin + 1);
            begin = -1;
        }
    }
}
