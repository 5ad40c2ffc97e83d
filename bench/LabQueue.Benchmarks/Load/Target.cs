namespace LabQueue.Benchmarks.Load;

/// <summary>A server that is measured.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Port">Where it listens, on this machine.</param>
/// <param name="ProcessId">Its process; null: the benchmark's own.</param>
/// <param name="Tokens">What its callers prove themselves with.</param>
internal sealed record Target(string Name, int Port, int? ProcessId, TokenRing Tokens)
{
    /// <summary>The site that all runs use.</summary>
    public const string Site = "senaite";

    /// <summary>What stands before each route.</summary>
    public const string Path = $"/{Site}/@@API/senaite/v1/queue_server/";

    /// <summary>The site's address.</summary>
    public string Address => $"{Running.ServerProcess.Url(Port)}/{Site}";
}
