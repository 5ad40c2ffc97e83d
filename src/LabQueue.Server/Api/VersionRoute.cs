using System.Reflection;

namespace LabQueue.Server.Api;

/// <summary><c>version</c>: which program answers; for everybody.</summary>
internal static class VersionRoute
{
    private static readonly string Version = typeof(VersionRoute).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>When this version of the API was settled.</summary>
    private const string Date = "2026-11-21";

    public static Task AnswerAsync(ApiCall call)
    {
        var writer = call.Begin();
        writer.WriteString("version"u8, Version);
        writer.WriteString("date"u8, Date);
        writer.WriteString("url"u8, $"{call.UrlPrefix}{call.Route?.Address}");
        return call.EndAsync();
    }
}
