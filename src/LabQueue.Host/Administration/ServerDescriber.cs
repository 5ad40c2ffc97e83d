using System.Reflection;
using LabQueue.Engine;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Administration;

/// <summary>Says what runs here, and on what.</summary>
internal static class ServerDescriber
{
    /// <summary>The program's version.</summary>
    public static string Version { get; } =
        typeof(ServerDescriber).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion
            .Split('+')[0];

    /// <summary>Describes this process at the time when it is asked.</summary>
    public static Func<ServerDescription> Of(
        IQueueStore store, StoreChoice choice, DataFolder data, IReadOnlyList<string> urls, DateTimeOffset started) =>
        () => new ServerDescription(
            Environment.ProcessId,
            Version,
            urls,
            data.Path,
            store.Description,
            choice.NewestSchema,
            [.. store.Sites.Keys.Order(StringComparer.Ordinal)],
            started);
}
