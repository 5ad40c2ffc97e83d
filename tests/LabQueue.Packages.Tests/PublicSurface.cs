using Microsoft.CodeAnalysis;

namespace LabQueue.Packages.Tests;

/// <summary>Writes what a library lets others call: a line for each type and each member, in a fixed order.</summary>
internal static class PublicSurface
{
    private const SymbolDisplayMiscellaneousOptions Words =
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes
        | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral
        | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
        | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers;

    private static readonly SymbolDisplayFormat TypeName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance,
        miscellaneousOptions: Words);

    private static readonly SymbolDisplayFormat Member = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        kindOptions: SymbolDisplayKindOptions.IncludeMemberKeyword,
        miscellaneousOptions: Words);

    /// <summary>The surface of a built library.</summary>
    public static string Of(string assembly)
    {
        var types = Types(CompiledLibrary.Read(assembly).GlobalNamespace).OrderBy(Key, StringComparer.Ordinal);
        return string.Join("\n\n", types.Select(Paragraph)) + "\n";
    }

    private static string Key(INamedTypeSymbol type) => $"{type.ContainingNamespace}.{type.ToDisplayString(TypeName)}";

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(inner => inner switch
        {
            INamedTypeSymbol type when !IsCallable(type) => [],
            INamedTypeSymbol type => Types(type).Prepend(type),
            _ => Types(inner),
        });

    private static string Paragraph(INamedTypeSymbol type)
    {
        var bases = type.Interfaces
            .Where(IsCallable)
            .Prepend(type.BaseType is { SpecialType: SpecialType.None, TypeKind: TypeKind.Class } parent ? parent : null)
            .OfType<INamedTypeSymbol>()
            .Select(symbol => symbol.ToDisplayString(TypeName))
            .ToArray();
        var head = $"{Kind(type)} {Key(type)}" + (bases.Length > 0 ? $" : {string.Join(", ", bases)}" : string.Empty);
        var members = Members(type)
            .Select(member => (member.Name, Line: "    " + member.ToDisplayString(Member)))
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .ThenBy(member => member.Line, StringComparer.Ordinal)
            .Select(member => member.Line);
        return string.Join('\n', members.Prepend(head));
    }

    private static string Kind(INamedTypeSymbol type)
    {
        var word = type.IsRecord ? "record" : type.TypeKind switch
        {
            TypeKind.Struct => type.IsReadOnly ? "readonly struct" : "struct",
            var kind => kind.ToString().ToLowerInvariant(),
        };
        return type switch
        {
            { TypeKind: not TypeKind.Class } => word,
            { IsStatic: true } => "static " + word,
            { IsSealed: true } => "sealed " + word,
            { IsAbstract: true } => "abstract " + word,
            _ => word,
        };
    }

    // What the compiler adds to a record follows from what is listed, and so do accessors from their property.
    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.TypeKind == TypeKind.Delegate
        ? type.GetMembers("Invoke")
        : type.GetMembers().Where(member => member is not INamedTypeSymbol
            && IsCallable(member)
            && !IsMadeByTheCompiler(member)
            && member is not IMethodSymbol { AssociatedSymbol: not null }
            && !(type.TypeKind != TypeKind.Class && member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters: [] })
            && !(type.TypeKind == TypeKind.Enum && member is IMethodSymbol));

    private static bool IsMadeByTheCompiler(ISymbol member) =>
        member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");

    private static bool IsCallable(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public
        || (symbol.DeclaredAccessibility is Accessibility.Protected or Accessibility.ProtectedOrInternal
            && symbol.ContainingType is { IsSealed: false });
}
