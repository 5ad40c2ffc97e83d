using System.Xml.Linq;
using LabQueue.TestKit;

namespace LabQueue.Engine.Tests;

/// <summary>References go one way; see docs/decisions and CONTRIBUTING.md.</summary>
public sealed class ArchitectureTests
{
    private const int MaxFileLines = 400;

    // What each project may reference. A new project is a decision, so it has to be added here.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["LabQueue"] = [],
        ["LabQueue.Engine"] = ["LabQueue"],
        ["LabQueue.Storage.Sqlite"] = ["LabQueue", "LabQueue.Engine"],
        ["LabQueue.Storage.Postgres"] = ["LabQueue", "LabQueue.Engine"],
        ["LabQueue.Server"] =
            ["LabQueue", "LabQueue.Engine", "LabQueue.Storage.Sqlite", "LabQueue.Storage.Postgres"],
        ["LabQueue.Client"] = ["LabQueue"],
        ["LabQueue.Client.Sqlite"] = ["LabQueue", "LabQueue.Client"],
        ["LabQueue.Consumer"] = ["LabQueue"],
        ["LabQueue.Testing"] = ["LabQueue", "LabQueue.Consumer"],
        ["LabQueue.Web"] = ["LabQueue"],
        ["LabQueue.Lims"] = ["LabQueue", "LabQueue.Client", "LabQueue.Consumer", "LabQueue.Web"],
        ["LabQueue.Host"] =
        [
            "LabQueue", "LabQueue.Engine", "LabQueue.Storage.Sqlite", "LabQueue.Storage.Postgres", "LabQueue.Server",
            "LabQueue.Client", "LabQueue.Client.Sqlite", "LabQueue.Consumer", "LabQueue.Lims", "LabQueue.Web",
        ],
    };

    /// <summary>The projects under <c>src</c>, by name.</summary>
    public static TheoryData<string> Projects { get; } = [.. ProjectFiles().Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_its_column_allows(string project)
    {
        var references = Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path));

        Allowed.ShouldContainKey(project, $"{project} is new: say in this test what it may reference.");
        references.Except(Allowed[project], StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("LabQueue")]
    [InlineData("LabQueue.Engine")]
    public void The_words_and_the_rules_need_no_packages(string project)
    {
        Items(project, "PackageReference").ShouldBeEmpty();
        Items(project, "FrameworkReference").ShouldBeEmpty();
    }

    [Fact]
    public void The_outbox_file_takes_only_the_native_calls_of_the_embedded_store()
    {
        Items("LabQueue.Client.Sqlite", "Compile").ShouldBe(["../LabQueue.Storage.Sqlite/Native/*.cs"]);
        Items("LabQueue.Client", "PackageReference").ShouldAllBe(package => package.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var inSolution = XDocument.Load(RepositoryRoot.Combine("LabQueue.slnx"))
            .Descendants("Project")
            .Select(project => RepositoryRoot.Combine((string)project.Attribute("Path")!))
            .Order(StringComparer.Ordinal);

        var onDisk = new[] { "src", "tests", "bench", "samples" }
            .SelectMany(folder => ProjectFiles(folder))
            .Order(StringComparer.Ordinal);

        inSolution.ShouldBe(onDisk);
    }

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var tooLong = Directory.EnumerateFiles(RepositoryRoot.Combine("src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(RepositoryRoot.Path, file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > MaxFileLines);

        tooLong.ShouldBeEmpty();
    }

    private static IEnumerable<string> ProjectFiles(string folder = "src") =>
        Directory.EnumerateFiles(RepositoryRoot.Combine(folder), "*.csproj", SearchOption.AllDirectories);

    private static IEnumerable<string> Items(string project, string item) =>
        XDocument.Load(RepositoryRoot.Combine("src", project, project + ".csproj"))
            .Descendants(item)
            .Select(element => ((string)element.Attribute("Include")!).Replace('\\', '/'));
}
