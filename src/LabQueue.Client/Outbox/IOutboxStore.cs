namespace LabQueue.Client.Outbox;

/// <summary>Where tasks are kept until the server has them: a file, or the host's own database.</summary>
/// <remarks>
/// A call that completed is on disk and outlives the process. Calls may come from several threads at once; only one outbox
/// sends from a store at a time.
/// </remarks>
public interface IOutboxStore
{
    /// <summary>Keeps tasks behind all others, in their order, all or none. A uid that is kept already is left as it is.</summary>
    Task KeepAsync(IReadOnlyList<OutboxTask> tasks, CancellationToken cancellationToken);

    /// <summary>The waiting tasks that were kept first, in their order; refused ones are none of them.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<OutboxTask>> NextAsync(int count, CancellationToken cancellationToken);

    /// <summary>Drops tasks that the server has.</summary>
    Task RemoveAsync(IReadOnlyList<OutboxTask> tasks, CancellationToken cancellationToken);

    /// <summary>Puts a task aside: the server will not have it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="reason">The server's words.</param>
    /// <param name="time">When it said so.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task RefuseAsync(OutboxTask task, string reason, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>The refused tasks, those first that were kept first.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<RefusedTask>> RefusedAsync(int count, CancellationToken cancellationToken);

    /// <summary>Lets a refused task wait again, behind all others.</summary>
    /// <returns>False where no refused task has that uid.</returns>
    Task<bool> ResendAsync(string taskUid, CancellationToken cancellationToken);

    /// <summary>Drops a refused task.</summary>
    /// <returns>False where no refused task has that uid.</returns>
    Task<bool> ForgetAsync(string taskUid, CancellationToken cancellationToken);

    /// <summary>How much there is. Asked for often, so it must not count rows.</summary>
    Task<OutboxFigures> FiguresAsync(CancellationToken cancellationToken);

    /// <summary>Notes what keeps the outbox from sending, for people who look at the store from outside. It need not be kept.</summary>
    /// <param name="block">What it is; null: nothing does any more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task NoteAsync(OutboxBlock? block, CancellationToken cancellationToken) => Task.CompletedTask;
}
