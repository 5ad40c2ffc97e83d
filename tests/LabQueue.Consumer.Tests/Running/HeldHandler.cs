namespace LabQueue.Consumer.Tests.Running;

/// <summary>A handler that works until the test lets it go.</summary>
/// <param name="heedsToken">Whether it ends when it is cancelled.</param>
internal sealed class HeldHandler(bool heedsToken = true)
{
    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource StopSeen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Leave { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationToken Token { get; private set; }

    public async Task HandleAsync(TaskRun run, CancellationToken cancellationToken)
    {
        Token = cancellationToken;
        await using var stop = run.StopRequested.Register(() => StopSeen.TrySetResult());
        Entered.TrySetResult();
        try
        {
            await Leave.Task.WaitAsync(heedsToken ? cancellationToken : CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            Cancelled.TrySetResult();
            throw;
        }
    }
}
