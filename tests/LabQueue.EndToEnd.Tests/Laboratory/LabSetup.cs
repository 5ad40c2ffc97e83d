using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>How the demo laboratory is started: queue, laboratory and consumer in one process.</summary>
internal static class LabSetup
{
    /// <summary>The password of the demo's users.</summary>
    public const string Password = "labqueue-demo";

    /// <summary>A setup for a folder.</summary>
    public static ServerSetup Of(string data) => new(data) { Roles = [], Options = ["--demo"] };
}
