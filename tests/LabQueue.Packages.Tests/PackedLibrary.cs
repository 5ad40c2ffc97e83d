using System.Xml.Linq;
using LabQueue.TestKit;

namespace LabQueue.Packages.Tests;

/// <summary>The libraries that are packages.</summary>
internal static class PackedLibrary
{
    /// <summary>Their names, which are those of their packages.</summary>
    public static TheoryData<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(RepositoryRoot.Combine("src"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => (string?)XDocument.Load(file).Descendants("IsPackable").SingleOrDefault() == "true")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The library as it was built for these tests.</summary>
    public static string Assembly(string name) => Path.Combine(AppContext.BaseDirectory, name + ".dll");
}
