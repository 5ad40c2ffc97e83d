using LabQueue.TestKit;

namespace LabQueue.Lims.Tests.Docs;

/// <summary>The page on the laboratory's states draws what runs.</summary>
public sealed class LaboratoryStatesDocTests
{
    private const string Begin = "<!-- drawn from the program: LABQUEUE_WRITE_DOCS=1 ./test.sh LaboratoryStatesDoc writes it anew -->\n";
    private const string End = "<!-- end of what is drawn -->\n";

    [Fact]
    public void The_page_draws_the_programs_own_state_machines()
    {
        var file = RepositoryRoot.Combine("docs", "reference", "laboratory-states.md");
        var page = File.ReadAllText(file);
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        var drawn = $"\n{StateDrawing.All()}\n";
        if (Environment.GetEnvironmentVariable("LABQUEUE_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, page[..from] + drawn + page[to..]);
            return;
        }

        page[from..to].ShouldBe(drawn);
    }
}
