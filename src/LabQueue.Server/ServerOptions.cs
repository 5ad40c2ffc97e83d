namespace LabQueue.Server;

/// <summary>How a queue server runs.</summary>
public sealed record ServerOptions
{
    /// <summary>The environment in which a server may be controlled by tests.</summary>
    public const string Testing = "Testing";

    /// <summary>Addresses to listen at, such as <c>http://127.0.0.1:8090</c>; port 0 takes any free one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8090"];

    /// <summary>Name of the environment, such as <c>Production</c>; null: what the process's environment says.</summary>
    public string? Environment { get; init; }

    /// <summary>The site that <see cref="TestControl"/> resets.</summary>
    public string Site { get; init; } = "senaite";

    /// <summary>Loopback address at which tests reset the queue and set the clock; null: none.</summary>
    /// <remarks>Refused unless <see cref="Environment"/> is <see cref="Testing"/>.</remarks>
    public string? TestControl { get; init; }

    /// <summary>
    /// Whether to believe a proxy on the same machine about scheme, host and address of the callers
    /// (<c>X-Forwarded-Proto</c>, <c>-Host</c>, <c>-For</c>). Default false.
    /// </summary>
    public bool BehindProxy { get; init; }

    /// <summary>How many may watch the events of all sites at once, 1 to 100,000; default 1,000. Each holds a connection.</summary>
    public int MaxWatchers { get; init; } = 1_000;

    /// <summary>How long answers in flight may take once the server is asked to stop; default 30 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
