namespace LabQueue.EndToEnd.Tests.Running;

/// <summary>A server ended before it was ready.</summary>
/// <param name="log">What it wrote.</param>
internal sealed class ServerDiedException(string log) : Exception("The server ended before it was ready. It wrote:\n" + log);
