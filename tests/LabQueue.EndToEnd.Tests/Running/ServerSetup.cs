using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Running;

/// <summary>How a server is started; the same setup starts it again after it was killed.</summary>
/// <param name="Data">Its data folder.</param>
internal sealed record ServerSetup(string Data)
{
    /// <summary>The site that all tests use.</summary>
    public const string Site = "senaite";

    /// <summary>The program.</summary>
    public string Program { get; init; } = BuiltProgram.Path;

    /// <summary>Where it listens.</summary>
    public int Port { get; init; } = FreePort.Find();

    /// <summary>The site's key.</summary>
    public string Key { get; init; } = FernetToken.NewKey();

    /// <summary>Where tests control its clock; null: nowhere.</summary>
    public int? ControlPort { get; init; }

    /// <summary>What it runs; none: all that its folder has.</summary>
    public IReadOnlyList<string> Roles { get; init; } = ["server"];

    /// <summary>What else its command line says.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>What else its environment says.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The site's address, as a client of the original has it in its settings.</summary>
    public string Portal => $"http://127.0.0.1:{Port}/{Site}";

    /// <summary>The server's own address.</summary>
    public Uri Root => new($"http://127.0.0.1:{Port}/");

    /// <summary>The command line. A consumer alone keeps nothing, and has no site of its own.</summary>
    public IEnumerable<string> Arguments =>
    [
        "serve", .. Roles.SelectMany(role => new[] { "--role", role }), "--urls", $"http://127.0.0.1:{Port}",
        .. Roles is ["consumer"] ? [] : new[] { "--data", Data, "--site", Site }, "--auth-key", Key, .. Options, .. ControlPort is { } port ? new[] { "--test-control", $"http://127.0.0.1:{port}" } : [],
    ];
}
