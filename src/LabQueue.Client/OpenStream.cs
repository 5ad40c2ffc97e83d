namespace LabQueue.Client;

/// <summary>A stream of events that has begun.</summary>
/// <param name="Response">Its answer; the stream is the body.</param>
/// <param name="Server">Who sends it.</param>
internal sealed record OpenStream(HttpResponseMessage Response, KnownServer Server) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Response.Dispose();
}
