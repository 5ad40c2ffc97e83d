namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Ends a consumer's wait for work: its time is over, or it is gone.</summary>
/// <param name="waiting">The wish for work.</param>
/// <param name="parked">Those who wait.</param>
internal sealed class EndWaitCommand(PopCommand waiting, LinkedList<PopCommand> parked) : WriteCommand
{
    /// <inheritdoc/>
    public override Turn Turn => Turn.EndWait;

    /// <inheritdoc/>
    public override ValueTask RunAsync(GroupWork work, CancellationToken cancellationToken)
    {
        End();
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends it. Where nothing else is to be done, no transaction is needed for that.</summary>
    public void End()
    {
        if (waiting.Place is { } place)
        {
            parked.Remove(place);
            waiting.Place = null;
            waiting.Await();
            waiting.Succeed();
        }
    }

    /// <inheritdoc/>
    public override void Succeed()
    {
    }

    /// <inheritdoc/>
    public override void Fail(Exception exception)
    {
    }
}
