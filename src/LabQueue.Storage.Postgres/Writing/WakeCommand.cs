namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Looks whether there is work for those who wait.</summary>
internal sealed class WakeCommand : WriteCommand
{
    /// <inheritdoc/>
    public override Turn Turn => Turn.Pop;

    /// <inheritdoc/>
    public override void Plan(LoadPlan plan) => plan.Runs = plan.Due = true;

    /// <inheritdoc/>
    public override ValueTask RunAsync(GroupWork work, CancellationToken cancellationToken)
    {
        work.MayHaveWork = true;
        return ValueTask.CompletedTask;
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
