using System.Text.RegularExpressions;
using LabQueue.TestKit.Docs;

namespace LabQueue.Host.Tests.Docs;

public sealed partial class LinkTests
{
    [Fact]
    public void Every_link_to_a_file_leads_to_one()
    {
        var dead =
            from page in DocPage.All()
            from link in LinksOf(page)
            let target = Path.Combine(Path.GetDirectoryName(page.Path)!, link.Split('#')[0])
            where !File.Exists(target) && !Directory.Exists(target)
            select $"{page.Path}: {link}";

        dead.ShouldBeEmpty();
    }

    [Fact]
    public void Every_page_is_reached_from_the_readme()
    {
        var start = Path.GetFullPath(DocPage.Of("README.md").Path);
        HashSet<string> reached = [start];
        Queue<string> next = new(reached);
        while (next.TryDequeue(out var file))
        {
            foreach (var link in LinksOf(new DocPage(file)).Where(link => link.EndsWith(".md", StringComparison.Ordinal)))
            {
                var target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, link));
                if (reached.Add(target))
                {
                    next.Enqueue(target);
                }
            }
        }

        DocPage.All().Select(page => Path.GetFullPath(page.Path)).Except(reached, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\]\((?<link>[^)\s]+)\)", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Link();

    private static IEnumerable<string> LinksOf(DocPage page) => page.Lines
        .SelectMany(line => Link().Matches(line).Select(match => match.Groups["link"].Value))
        .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#'));
}
