namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Something to be done by the writer, within the transaction of a group.</summary>
internal abstract class WriteCommand
{
    /// <summary>About how many rows it touches; a group ends when it has enough.</summary>
    public virtual int Weight => 1;

    /// <summary>Does it. May run again if the group could not be committed, so it leaves nothing behind but in the session.</summary>
    public abstract void Run(WriteSession session);

    /// <summary>It is on disk.</summary>
    public abstract void Succeed();

    /// <summary>It did not happen.</summary>
    public abstract void Fail(Exception exception);
}
