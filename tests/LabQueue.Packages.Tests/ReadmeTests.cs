using LabQueue.TestKit.Docs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LabQueue.Packages.Tests;

/// <summary>The page that a package brings shows a program that compiles as it stands.</summary>
public sealed class ReadmeTests
{
    // What a console program imports by itself.
    private const string Implicit =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(PackedLibrary.Names), MemberType = typeof(PackedLibrary))]
    public void The_program_of_a_package_compiles(string library)
    {
        var block = DocPage.Of("src", library, "README.md").Blocks.Where(block => block.Language == "csharp").ShouldHaveSingleItem();
        var program = CSharpSyntaxTree.ParseText(block.Text, cancellationToken: Token);
        var isProgram = program.GetRoot(Token).ChildNodes().Any(node => node.IsKind(SyntaxKind.GlobalStatement));
        var options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable);

        CSharpCompilation.Create("program", [CSharpSyntaxTree.ParseText(Implicit, cancellationToken: Token), program], CompiledLibrary.All, options)
            .GetDiagnostics(Token)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .ShouldBeEmpty();
    }
}
