using LabQueue.TestKit;

namespace LabQueue.Host.Tests.Docs;

public sealed class CommandLineDocTests
{
    [Fact]
    public void The_page_says_what_the_program_says()
    {
        var file = RepositoryRoot.Combine("docs", "reference", "command-line.md");
        var page = CommandLinePage.Render().TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("LABQUEUE_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, page);
        }

        File.ReadAllText(file).ShouldBe(page);
    }
}
