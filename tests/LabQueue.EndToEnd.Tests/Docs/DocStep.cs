using LabQueue.TestKit.Docs;

namespace LabQueue.EndToEnd.Tests.Docs;

/// <summary>Commands of a page, and what it says they write.</summary>
/// <param name="Line">Where the commands are.</param>
/// <param name="Commands">For bash.</param>
/// <param name="Output">What they write; null where the page does not show it.</param>
internal sealed record DocStep(int Line, string Commands, string? Output)
{
    /// <summary>The steps of a page: each <c>sh</c> block, with the <c>json</c> or <c>text</c> block that follows it.</summary>
    public static IReadOnlyList<DocStep> Of(DocPage page)
    {
        List<DocStep> steps = [];
        foreach (var block in page.Blocks)
        {
            if (block.Language == "sh")
            {
                steps.Add(new DocStep(block.Line, block.Text, null));
            }
            else if (block.Language is "json" or "text" && steps is [.., { Output: null } last])
            {
                steps[^1] = last with { Output = block.Text };
            }
        }

        return steps;
    }
}
