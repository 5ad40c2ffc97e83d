using System.IO.Compression;
using System.Xml.Linq;
using LabQueue.TestKit;

namespace LabQueue.Packages.Tests;

/// <summary>What is in the packages.</summary>
public sealed class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    [Fact]
    public void Nothing_else_is_packed()
    {
        var packages = Directory.EnumerateFiles(feed.Folder).Select(file => Path.GetFileName(file));

        packages.ShouldBe(
            PackedLibrary.Names.SelectMany(name => new[] { ".nupkg", ".snupkg" }, (name, end) => $"{name.Data}.{feed.Version}{end}"),
            ignoreOrder: true);
        PackedLibrary.Names.Select(name => name.Data)
            .ShouldBe(["LabQueue", "LabQueue.Client", "LabQueue.Client.Sqlite", "LabQueue.Consumer", "LabQueue.Testing"]);
    }

    [Theory]
    [MemberData(nameof(PackedLibrary.Names), MemberType = typeof(PackedLibrary))]
    public async Task A_package_has_the_library_its_documentation_and_a_page_and_nothing_else(string library)
    {
        await using var package = await OpenAsync(library, "nupkg");
        await using var symbols = await OpenAsync(library, "snupkg");

        Content(package).ShouldBe(
            ["README.md", $"lib/net10.0/{library}.dll", $"lib/net10.0/{library}.xml", $"{library}.nuspec"], ignoreOrder: true);
        Content(symbols).ShouldBe([$"lib/net10.0/{library}.pdb", $"{library}.nuspec"], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(PackedLibrary.Names), MemberType = typeof(PackedLibrary))]
    public async Task A_package_says_what_it_is_and_whose_licence_it_has(string library)
    {
        var metadata = await MetadataAsync(library);

        metadata["id"].ShouldBe(library);
        metadata["license"].ShouldBe("MIT");
        metadata["readme"].ShouldBe("README.md");
        metadata["authors"].ShouldBe("LabQueue contributors");
        metadata["tags"].ShouldContain("senaite");
        metadata["description"].ShouldContain("LabQueue");
        metadata["description"].Length.ShouldBeGreaterThan(60);
    }

    [Theory]
    [MemberData(nameof(PackedLibrary.Names), MemberType = typeof(PackedLibrary))]
    public async Task Our_packages_go_together_in_one_version_only(string library)
    {
        var ours = (await DependenciesAsync(library)).Where(dependency => dependency.Id.StartsWith("LabQueue", StringComparison.Ordinal));

        ours.ShouldAllBe(dependency => dependency.Version == $"[{feed.Version}]");
    }

    [Theory]
    [InlineData("LabQueue", "")]
    [InlineData("LabQueue.Client", "LabQueue")]
    [InlineData("LabQueue.Client.Sqlite", "LabQueue.Client,SQLitePCLRaw")]
    [InlineData("LabQueue.Consumer", "LabQueue")]
    [InlineData("LabQueue.Testing", "LabQueue,LabQueue.Consumer")]
    public async Task A_package_asks_for_few_others(string library, string others)
    {
        var asked = (await DependenciesAsync(library)).Select(dependency => dependency.Id)
            .Where(id => !id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal))
            .Select(id => id.StartsWith("SQLitePCLRaw.", StringComparison.Ordinal) ? "SQLitePCLRaw" : id)
            .Distinct();

        asked.ShouldBe(others.Split(',', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    // What every package has of the format itself is left out.
    private static IEnumerable<string> Content(ZipArchive package) => package.Entries
        .Select(entry => entry.FullName)
        .Where(name => name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal)
            && !name.StartsWith("package/", StringComparison.Ordinal));

    private Task<ZipArchive> OpenAsync(string library, string end) => ZipFile.OpenReadAsync(
        Path.Combine(feed.Folder, $"{library}.{feed.Version}.{end}"), TestContext.Current.CancellationToken);

    private async Task<XElement> NuspecAsync(string library)
    {
        await using var package = await OpenAsync(library, "nupkg");
        await using var stream = await package.GetEntry($"{library}.nuspec")!.OpenAsync(TestContext.Current.CancellationToken);
        return (await XDocument.LoadAsync(stream, LoadOptions.None, TestContext.Current.CancellationToken)).Root!.Elements().Single();
    }

    private async Task<Dictionary<string, string>> MetadataAsync(string library) =>
        (await NuspecAsync(library)).Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);

    private async Task<IEnumerable<(string Id, string Version)>> DependenciesAsync(string library) =>
        (await NuspecAsync(library)).Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(element => ((string)element.Attribute("id")!, (string)element.Attribute("version")!));
}
