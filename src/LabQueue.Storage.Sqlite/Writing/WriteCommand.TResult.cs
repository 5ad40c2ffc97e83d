namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>A command with an answer.</summary>
/// <param name="run">What it does.</param>
/// <param name="weight">About how many rows it touches.</param>
internal sealed class WriteCommand<TResult>(Func<WriteSession, TResult> run, int weight) : WriteCommand
{
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult _result = default!;

    /// <inheritdoc/>
    public override int Weight => weight;

    /// <summary>The answer, once it is on disk.</summary>
    public Task<TResult> Answer => _answer.Task;

    /// <inheritdoc/>
    public override void Run(WriteSession session) => _result = run(session);

    /// <inheritdoc/>
    public override void Succeed() => _answer.TrySetResult(_result);

    /// <inheritdoc/>
    public override void Fail(Exception exception) => _answer.TrySetException(exception);
}
