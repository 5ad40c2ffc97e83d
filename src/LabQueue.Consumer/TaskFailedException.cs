namespace LabQueue.Consumer;

/// <summary>Thrown by a handler that knows what is wrong: the message alone is reported, without a trace.</summary>
/// <remarks>The task runs again while it has retries, as after any other exception.</remarks>
/// <param name="message">A sentence for whoever looks at the failed task.</param>
/// <param name="inner">What was behind it; goes to the log only.</param>
public sealed class TaskFailedException(string message, Exception? inner = null) : Exception(message, inner);
