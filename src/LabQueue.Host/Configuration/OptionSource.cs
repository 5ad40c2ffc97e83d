using Microsoft.Extensions.Configuration;

namespace LabQueue.Host.Configuration;

/// <summary>
/// The options by their configuration keys: of the command line, else of the environment, else of the settings file.
/// </summary>
internal sealed class OptionSource
{
    /// <summary>The keys' common beginning.</summary>
    public const string Section = "LabQueue";

    private const string CollectorKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly IConfigurationRoot _configuration;

    private OptionSource(IConfigurationRoot configuration, string environment)
    {
        _configuration = configuration;
        Environment = environment;
    }

    /// <summary>The name of the environment: <c>Production</c> unless <c>DOTNET_ENVIRONMENT</c> says otherwise.</summary>
    public string Environment { get; }

    /// <summary>What the log is to tell: the framework's own section.</summary>
    public IConfiguration Logging => _configuration.GetSection("Logging");

    /// <summary>Where measurements are sent; null: nowhere. A variable of OpenTelemetry, not of ours.</summary>
    public string? Collector => _configuration[CollectorKey];

    /// <summary>What is set and means nothing, such as a key with a slip of the pen.</summary>
    public IEnumerable<string> UnknownKeys => _configuration.GetSection(Section).GetChildren()
        .Select(child => child.Key)
        .Except(OptionKey.All, StringComparer.OrdinalIgnoreCase);

    /// <summary>Refuses an address that nothing could be sent to, before anything is started.</summary>
    /// <exception cref="OptionException">It is none.</exception>
    public void RequireCollector()
    {
        if (!string.IsNullOrEmpty(Collector)
            && !(Uri.TryCreate(Collector, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            throw new OptionException($"{CollectorKey} is '{Collector}'; it takes an address such as http://127.0.0.1:4317.");
        }
    }

    /// <summary>Reads all sources.</summary>
    /// <param name="commandLine">Key, without its beginning, to the values given on the command line.</param>
    /// <exception cref="OptionException">A settings file cannot be read.</exception>
    public static OptionSource Read(IReadOnlyDictionary<string, IReadOnlyList<string>> commandLine)
    {
        var environment = System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
            ?? "Production";
        var given = commandLine.SelectMany(option => option.Value.Select((value, index) =>
            KeyValuePair.Create($"{Section}:{option.Key}:{index}", (string?)value)));
        try
        {
            var configuration = new ConfigurationBuilder()
                .SetBasePath(Directory.GetCurrentDirectory())
                .AddJsonFile("appsettings.json", optional: true)
                .AddJsonFile($"appsettings.{environment}.json", optional: true)
                .AddEnvironmentVariables()
                .AddInMemoryCollection(given)
                .Build();
            return new OptionSource(configuration, environment);
        }
        catch (InvalidDataException broken)
        {
            throw new OptionException($"{broken.Message} {broken.InnerException?.Message}");
        }
    }

    /// <summary>The values of a key, of the nearest source that has any; texts are split at commas.</summary>
    public IReadOnlyList<string> Values(string key)
    {
        var path = $"{Section}:{key}";
        foreach (var provider in _configuration.Providers.Reverse())
        {
            IReadOnlyList<string> values = provider.TryGet(path, out var text) ? Split(text) : Children(provider, path);
            if (values.Count > 0)
            {
                return values;
            }
        }

        return [];
    }

    /// <summary>The value of a key; null where no source has it, or it is empty.</summary>
    public string? Value(string key)
    {
        var path = $"{Section}:{key}";
        foreach (var provider in _configuration.Providers.Reverse())
        {
            if (provider.TryGet(path, out var text) || provider.TryGet($"{path}:0", out text))
            {
                return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
            }
        }

        return null;
    }

    /// <summary>Whether a key is set to true.</summary>
    /// <exception cref="OptionException">It is neither true nor false.</exception>
    public bool Flag(string key)
    {
        var text = Value(key);
        return text is not null
            && (bool.TryParse(text, out var flag) ? flag : throw OptionException.For(key, text, "true or false"));
    }

    private static string[] Split(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static List<string> Children(IConfigurationProvider provider, string path)
    {
        List<string> values = [];
        foreach (var child in provider.GetChildKeys([], path).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (provider.TryGet($"{path}:{child}", out var value) && !string.IsNullOrWhiteSpace(value))
            {
                values.Add(value.Trim());
            }
        }

        return values;
    }
}
