using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Server.Hosting;

/// <summary>
/// How a server goes. First it says so: <c>/readyz</c> is red, what waits is answered, and each answer asks for an end of its connection,
/// so that callers go elsewhere; whatever still comes is served. Then it stops.
/// </summary>
public sealed class Departure : IDisposable
{
    private readonly CancellationTokenSource _begun = new();
    private readonly CancellationTokenRegistration _stopping;

    /// <summary>Begins at the latest when the process is told to stop.</summary>
    public Departure(IHostApplicationLifetime lifetime)
    {
        ArgumentNullException.ThrowIfNull(lifetime);
        _stopping = lifetime.ApplicationStopping.Register(Begin);
    }

    /// <summary>Cancelled once it has begun.</summary>
    public CancellationToken Begun => _begun.Token;

    /// <summary>What <c>/readyz</c> is to say; null: the server stays.</summary>
    public string? Reason => _begun.IsCancellationRequested ? "The server is about to stop." : null;

    /// <summary>Says from now on that the server goes.</summary>
    public void Begin() => _ = _begun.CancelAsync();

    /// <summary>Has an answer ask for the end of its connection, once it has begun. HTTP/2 says good-bye by itself.</summary>
    public void Mark(HttpResponse answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (_begun.IsCancellationRequested && HttpProtocol.IsHttp11(answer.HttpContext.Request.Protocol))
        {
            answer.Headers.Connection = "close";
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _begun.Dispose();
    }
}
