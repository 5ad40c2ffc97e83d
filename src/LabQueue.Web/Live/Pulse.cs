namespace LabQueue.Web.Live;

/// <summary>Wakes all who wait for something to happen.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource<long> _next = New();

    /// <summary>Ends with the number of the next thing that happens.</summary>
    public Task<long> Next => Volatile.Read(ref _next).Task;

    /// <summary>Something happened.</summary>
    public void Beat(long number) => Interlocked.Exchange(ref _next, New()).TrySetResult(number);

    private static TaskCompletionSource<long> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
