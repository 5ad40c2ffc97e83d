using System.Globalization;

namespace LabQueue.Schema;

/// <summary>A numbered script, <c>Migrations/001_….sql</c> of this assembly, that brings a database one schema further.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record SchemaScript(int Version, string Sql)
{
    private const string Folder = ".Migrations.";

    /// <summary>The newest schema that this program knows.</summary>
    public static int Newest => Names().Max(VersionOf);

    /// <summary>The scripts that a database of that schema has not seen, oldest first.</summary>
    public static IEnumerable<SchemaScript> After(int version) => Names()
        .Select(name => (Name: name, Version: VersionOf(name)))
        .Where(script => script.Version > version)
        .OrderBy(script => script.Version)
        .Select(script => new SchemaScript(script.Version, Read(script.Name)));

    private static IEnumerable<string> Names() => typeof(SchemaScript).Assembly.GetManifestResourceNames()
        .Where(name => name.Contains(Folder, StringComparison.Ordinal));

    private static int VersionOf(string name) =>
        int.Parse(name.AsSpan(name.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length, 3), CultureInfo.InvariantCulture);

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(SchemaScript).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
