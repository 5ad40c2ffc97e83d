using System.Collections.Concurrent;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>The tasks that clients tell each other of, so that one may change what another waits for or works on.</summary>
internal sealed class SharedUids
{
    /// <summary>Tasks that were added.</summary>
    public ConcurrentQueue<string> Added { get; } = new();

    /// <summary>Tasks that a consumer was given, the latest first.</summary>
    public ConcurrentStack<string> Given { get; } = new();
}
