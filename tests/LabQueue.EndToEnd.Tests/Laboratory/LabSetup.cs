using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>How the demo laboratory is started: queue, laboratory and consumer in one process.</summary>
internal static class LabSetup
{
    /// <summary>The password of the demo's users.</summary>
    public const string Password = "labqueue-demo";

    /// <summary>A setup for a folder.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="store">The connection string of the PostgreSQL that queue and laboratory are on; null: they are in the folder.</param>
    public static ServerSetup Of(string data, string? store = null) =>
        new(data) { Roles = [], Options = store is null ? ["--demo"] : ["--demo", "--store", store] };
}
