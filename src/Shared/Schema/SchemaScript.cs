using System.Globalization;

namespace LabQueue.Schema;

/// <summary>A numbered script, <c>Migrations/001_….sql</c> of this assembly, that brings a database one schema further.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record SchemaScript(int Version, string Sql)
{
    /// <summary>The folder of an assembly's scripts; of those for SQLite, where there are two.</summary>
    public const string Usual = "Migrations";

    private const string Compatible = "-- compatible from ";

    /// <summary>The newest schema that this program knows.</summary>
    public static int Newest => NewestIn(Usual);

    /// <summary>
    /// The oldest schema whose programs work on this one as well, as the script's line <c>-- compatible from N</c> says; without such
    /// a line its own: programs that do not know it cannot work on it.
    /// </summary>
    public int CompatibleFrom => Sql.Split('\n').FirstOrDefault(line => line.StartsWith(Compatible, StringComparison.Ordinal)) is { } line
        ? int.Parse(line.AsSpan(Compatible.Length), CultureInfo.InvariantCulture)
        : Version;

    /// <summary>The same, of the scripts of a folder.</summary>
    public static int NewestIn(string folder) => Names(folder).Max(script => script.Version);

    /// <summary>The scripts that a database of that schema has not seen, oldest first.</summary>
    public static IEnumerable<SchemaScript> After(int version, string folder = Usual) => Names(folder)
        .Where(script => script.Version > version)
        .OrderBy(script => script.Version)
        .Select(script => new SchemaScript(script.Version, Read(script.Name)));

    private static IEnumerable<(string Name, int Version)> Names(string folder)
    {
        var part = $".{folder}.";
        return typeof(SchemaScript).Assembly.GetManifestResourceNames()
            .Where(name => name.Contains(part, StringComparison.Ordinal))
            .Select(name => (name, VersionOf(name.AsSpan(name.IndexOf(part, StringComparison.Ordinal) + part.Length))));
    }

    private static int VersionOf(ReadOnlySpan<char> file) => int.Parse(file[..3], CultureInfo.InvariantCulture);

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(SchemaScript).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
