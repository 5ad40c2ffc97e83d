namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Something to be done within the transaction of a group.</summary>
internal abstract class WriteCommand
{
    /// <summary>About how many rows it touches; a group ends when it has enough.</summary>
    public virtual int Weight => 1;

    /// <summary>When it is its turn within a group. Calls that run side by side have no order, so any is right.</summary>
    public abstract Turn Turn { get; }

    /// <summary>Says what it has to know.</summary>
    public virtual void Plan(LoadPlan plan)
    {
    }

    /// <summary>Does it. Runs again where the group could not be committed, so it leaves nothing behind but in the work.</summary>
    public abstract ValueTask RunAsync(GroupWork work, CancellationToken cancellationToken);

    /// <summary>It is on disk.</summary>
    public abstract void Succeed();

    /// <summary>It did not happen.</summary>
    public abstract void Fail(Exception exception);
}
