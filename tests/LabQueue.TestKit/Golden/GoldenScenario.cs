using System.Text.Json;

namespace LabQueue.TestKit.Golden;

/// <summary>A recorded conversation with the original; see <c>tests/data/golden/README.md</c>.</summary>
/// <param name="Name">Name of its file.</param>
/// <param name="Start">The clock at step time 0.</param>
/// <param name="Settings">Registry records that differ from their defaults, without the prefix <c>senaite.queue.</c>.</param>
/// <param name="Steps">The requests and their answers.</param>
public sealed record GoldenScenario(
    string Name, DateTimeOffset Start, IReadOnlyDictionary<string, JsonElement> Settings, IReadOnlyList<GoldenStep> Steps)
{
    private static readonly string Folder = RepositoryRoot.Combine("tests", "data", "golden");

    /// <summary>The names of all scenarios.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a scenario.</summary>
    public static GoldenScenario Load(string name)
    {
        var root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json"))).RootElement;
        var start = UnixTime.FromSeconds(root.GetProperty("start").GetDouble());
        var settings = root.GetProperty("settings").EnumerateObject()
            .ToDictionary(record => record.Name["senaite.queue.".Length..], record => record.Value, StringComparer.Ordinal);
        var steps = root.GetProperty("steps").EnumerateArray().Select((step, number) => GoldenStep.Read(step, number, start));
        return new GoldenScenario(name, start, settings, [.. steps]);
    }
}
