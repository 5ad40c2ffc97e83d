using System.Text.RegularExpressions;
using LabQueue.TestKit.Docs;

namespace LabQueue.EndToEnd.Tests.Docs;

/// <summary>Commands of a page, and what it says they write.</summary>
/// <param name="Line">Where the commands are.</param>
/// <param name="Commands">For bash.</param>
/// <param name="Output">What they write; null where the page does not show it.</param>
internal sealed partial record DocStep(int Line, string Commands, string? Output)
{
    /// <summary>
    /// The steps of a page: each <c>sh</c> block, with the <c>json</c> or <c>text</c> block that follows it, and each block that
    /// the page says to write to a file.
    /// </summary>
    public static IReadOnlyList<DocStep> Of(DocPage page)
    {
        List<DocStep> steps = [];
        foreach (var block in page.Blocks)
        {
            if (block.Language == "sh")
            {
                steps.Add(new DocStep(block.Line, block.Text, null));
            }
            else if (FileOf(page, block) is { } file)
            {
                steps.Add(new DocStep(block.Line, $"cat > {file} << 'End of file'\n{block.Text}\nEnd of file", null));
            }
            else if (block.Language is "json" or "text" && steps is [.., { Output: null } last])
            {
                steps[^1] = last with { Output = block.Text };
            }
        }

        return steps;
    }

    // "Write this to `file`:", which may break before the name.
    private static string? FileOf(DocPage page, DocBlock block)
    {
        var before = string.Join(' ', page.Lines.Take(block.Line - 1).Reverse().Skip(1).Take(2).Reverse());
        return WriteThisTo().Match(before) is { Success: true } match ? match.Groups["file"].Value : null;
    }

    [GeneratedRegex("Write this to `(?<file>[^`]+)`:$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex WriteThisTo();
}
