namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>What a storm does next.</summary>
internal enum Blow
{
    /// <summary>Ends a consumer with signal 9; another one takes its place.</summary>
    KillConsumer,

    /// <summary>Stops a consumer for longer than its lease, and lets it go on.</summary>
    PauseConsumer,

    /// <summary>Ends the server with signal 9, and starts it again.</summary>
    KillServer,
}
