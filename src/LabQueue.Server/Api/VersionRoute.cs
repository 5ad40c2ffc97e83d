namespace LabQueue.Server.Api;

/// <summary><c>version</c>: which JSON API this is; for everybody.</summary>
/// <remarks>
/// Clients of the original find out here what they can ask for, so it is the version of senaite.jsonapi whose answers these
/// are, not the program's.
/// </remarks>
internal static class VersionRoute
{
    private const string Version = "1.2.4";
    private const string Date = "2021-07-23";

    public static Task AnswerAsync(ApiCall call)
    {
        var writer = call.Begin();
        writer.WriteString("version"u8, Version);
        writer.WriteString("date"u8, Date);
        call.WriteUrl(writer);
        return call.EndAsync();
    }
}
