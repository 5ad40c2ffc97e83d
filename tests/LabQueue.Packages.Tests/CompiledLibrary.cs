using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LabQueue.Packages.Tests;

/// <summary>Reads built libraries as the compiler of a user's program reads them.</summary>
internal static class CompiledLibrary
{
    /// <summary>All that these tests were built with: the framework, our libraries and their packages.</summary>
    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>A library's symbols.</summary>
    /// <param name="file">One of <see cref="All"/>.</param>
    public static IAssemblySymbol Read(string file)
    {
        var library = All.Single(reference => reference.Display == file);
        return (IAssemblySymbol)CSharpCompilation.Create("reader", references: All).GetAssemblyOrModuleSymbol(library)!;
    }
}
