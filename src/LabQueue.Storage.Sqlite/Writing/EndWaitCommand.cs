namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Ends a consumer's wait for work: its time is over, or it is gone.</summary>
/// <param name="waiting">The wish for work.</param>
internal sealed class EndWaitCommand(PopCommand waiting) : WriteCommand
{
    /// <inheritdoc/>
    public override void Run(WriteSession session) => WriteSession.Unpark(waiting);

    /// <inheritdoc/>
    public override void Succeed() => waiting.Succeed();

    /// <inheritdoc/>
    public override void Fail(Exception exception) => waiting.Fail(exception);
}
