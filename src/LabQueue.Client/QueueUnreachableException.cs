namespace LabQueue.Client;

/// <summary>No answer came: there is no server, the way to it is broken, or it took too long.</summary>
/// <remarks>Whether the server carried the call out is not known.</remarks>
/// <param name="message">A sentence that names the address.</param>
/// <param name="inner">What the network said.</param>
public sealed class QueueUnreachableException(string message, Exception? inner = null) : QueueException(message, inner)
{
    /// <summary>True: the way to the server may be mended.</summary>
    public override bool IsTransient => true;

    /// <summary>Whether the call may have reached the server; false: there was no connection to it.</summary>
    internal bool WasSent { get; init; } = true;
}
