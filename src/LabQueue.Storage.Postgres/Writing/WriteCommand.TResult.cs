namespace LabQueue.Storage.Postgres.Writing;

/// <summary>A command with an answer.</summary>
/// <param name="turn">When it is its turn.</param>
internal abstract class WriteCommand<TResult>(Turn turn) : WriteCommand
{
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public override Turn Turn => turn;

    /// <summary>The answer, once it is on disk.</summary>
    public Task<TResult> Answer => _answer.Task;

    /// <summary>What the last try came to.</summary>
    protected TResult Result { get; set; } = default!;

    /// <inheritdoc/>
    public override void Succeed() => _answer.TrySetResult(Result);

    /// <inheritdoc/>
    public override void Fail(Exception exception) => _answer.TrySetException(exception);
}
