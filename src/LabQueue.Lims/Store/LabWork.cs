using System.Text.Json;
using Dapper;
using LabQueue.Failing;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Store;

/// <summary>A transaction on a site's laboratory: what was changed is kept together, or not at all.</summary>
/// <remarks>
/// Changes are held back and written before a statement that must see them and before the commit, so that an object that
/// changes several times is written once. Each change leaves its own audit record. Without <see cref="CommitAsync"/> nothing
/// has happened.
/// Work may begin without the right to write, on a snapshot: it holds nobody up while it reads and thinks, and all changes are
/// held back until <see cref="TakeTurnAsync"/>.
/// </remarks>
internal sealed class LabWork : LabReader
{
    private readonly Func<CancellationToken, ValueTask<LabTransaction>> _takeTurn;
    private readonly Dictionary<string, LabObject> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PendingWrite> _writes = new(StringComparer.Ordinal);
    private readonly List<Action> _committed = [];
    private readonly List<AuditEntry> _audit = [];
    private readonly Dictionary<string, IReadOnlyList<SlotRow>> _sheets = new(StringComparer.Ordinal);
    private LabTransaction _transaction;
    private PreparedStatements _statements;

    /// <summary>Work in that transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="takeTurn">Waits for the right to write, where the transaction has it not yet.</param>
    /// <param name="site">The site.</param>
    /// <param name="origin">Whose decision it is.</param>
    /// <param name="time">The clock.</param>
    public LabWork(
        LabTransaction transaction,
        Func<CancellationToken, ValueTask<LabTransaction>> takeTurn,
        string site,
        Origin origin,
        TimeProvider time)
        : base(transaction.Connection, transaction.Transaction, site)
    {
        (_transaction, _takeTurn, Origin) = (transaction, takeTurn, origin);
        _statements = new PreparedStatements(transaction.Connection, transaction.Transaction);
        Now = time.GetUtcNow().TruncateToMicroseconds();
    }

    /// <summary>Whose decision it is.</summary>
    public Origin Origin { get; }

    /// <summary>Whether a person waits for it to end: what does not have to be in it is better done in work of its own.</summary>
    public bool IsWanted => _transaction.IsWanted;

    /// <summary>The time of all changes in it.</summary>
    public DateTimeOffset Now { get; }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<T>> FindAsync<T>(IReadOnlyList<string> uids, CancellationToken cancellationToken)
    {
        string[] unknown = [.. uids.Where(uid => !_known.ContainsKey(uid))];
        foreach (var value in unknown.Length == 0 ? [] : await base.FindAsync<LabObject>(unknown, cancellationToken))
        {
            _known.TryAdd(value.Uid, value);
        }

        return
        [
            .. uids.Distinct(StringComparer.Ordinal)
                .Where(uid => !(_writes.TryGetValue(uid, out var write) && write.IsDeleted))
                .Select(uid => _known.GetValueOrDefault(uid))
                .OfType<T>(),
        ];
    }

    /// <inheritdoc/>
    public override async Task<LabObject?> FindPathAsync(string path, CancellationToken cancellationToken)
    {
        if (await base.FindPathAsync(path, cancellationToken) is not { } found)
        {
            return null;
        }

        _known.TryAdd(found.Uid, found);
        return _writes.TryGetValue(found.Uid, out var write) && write.IsDeleted ? null : _known[found.Uid];
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<SlotRow>> SlotsAsync(string worksheetUid, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        var rows = await base.SlotsAsync(worksheetUid, cancellationToken);
        if (!_transaction.MayWrite)
        {
            _sheets[worksheetUid] = rows;
        }

        return rows;
    }

    /// <inheritdoc/>
    public override async Task<StateTally> TallyWorksheetAsync(string uid, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await base.TallyWorksheetAsync(uid, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<StateTally> TallySampleAsync(string uid, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await base.TallySampleAsync(uid, cancellationToken);
    }

    /// <summary>Keeps a new object. It has an id, a path and a parent by now; the rest of what all types share is set here.</summary>
    /// <returns>The object as it is kept.</returns>
    public T Add<T>(T value, string action = "create")
        where T : LabObject
    {
        var added = value with
        {
            Uid = value.Uid.Length > 0 ? value.Uid : LabUid.New(Now),
            Creator = value.Creator.Length > 0 ? value.Creator : Origin.Username,
            Created = value.Created == default ? Now : value.Created.TruncateToMicroseconds(),
            Modified = Now,
            Version = 1,
        };
        _known[added.Uid] = added;
        _writes[added.Uid] = new PendingWrite { Before = null };
        Note(action, null, added, null);
        return added;
    }

    /// <summary>Keeps a changed object, as it was found in this work or made from it.</summary>
    /// <param name="value">The object.</param>
    /// <param name="action"><c>edit</c>, or the transition.</param>
    /// <param name="comment">Said about this change; null: what the origin says.</param>
    /// <returns>The object as it is kept; the same where nothing is different.</returns>
    public T Put<T>(T value, string action = "edit", string? comment = null)
        where T : LabObject
    {
        var before = _known[value.Uid];
        if (before.Equals(value))
        {
            return value;
        }

        if (!_writes.TryGetValue(value.Uid, out var write))
        {
            _writes.Add(value.Uid, write = new PendingWrite { Before = before });
        }

        // However often it changes before it is written, its version grows by one.
        var version = write.Before is null ? value.Version : write.Before.Version + 1;
        var after = value with { Modified = Now, Version = version };
        _known[value.Uid] = after;
        Note(action, before, after, comment);
        return after;
    }

    /// <summary>Takes an object out of all lists. Its record and its audit trail stay (T-40).</summary>
    public void Delete(LabObject value, string action = "delete")
    {
        var before = _known[value.Uid];
        if (!_writes.TryGetValue(value.Uid, out var write))
        {
            _writes.Add(value.Uid, write = new PendingWrite { Before = before });
        }

        write.IsDeleted = true;
        Note(action, before, null, null);
    }

    /// <summary>Notes something that changes no object: a log-in that failed, rights that were given.</summary>
    /// <param name="uid">What it is about.</param>
    /// <param name="path">Its address.</param>
    /// <param name="action">What it was.</param>
    /// <param name="before">What was, as JSON; null: nothing.</param>
    /// <param name="after">What is, as JSON; null: nothing.</param>
    public void Note(string uid, string path, string action, string? before, string? after) =>
        _audit.Add(new AuditEntry(uid, path, action, before, after, Origin.Comment));

    /// <summary>The next number of a sequence, from 1. Asked for last, since others wait for it from then on.</summary>
    public Task<long> NextNumberAsync(string name, CancellationToken cancellationToken) =>
        ScalarAsync<long>(ObjectSql.NextNumber, new { site = Site, name }, cancellationToken);

    /// <summary>Runs a statement behind all changes so far.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> ExecuteAsync(string sql, object values, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await Connection.ExecuteAsync(Command(sql, values, cancellationToken));
    }

    /// <summary>As <see cref="ExecuteAsync"/>, for a statement that runs for each of many objects. None of its values is a list.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> RepeatAsync(string sql, object values, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await _statements.RunAsync(sql, values, cancellationToken);
    }

    /// <summary>
    /// Takes the right to write, if this work has not got it. What it read is still so then: the objects, and the rows of
    /// worksheets. Other lists that it read may have grown.
    /// </summary>
    /// <exception cref="LabConflictException">Something is not so any more, and this work is to be begun again.</exception>
    public async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (_transaction.MayWrite)
        {
            return;
        }

        await EndTransactionAsync();
        _transaction = await _takeTurn(cancellationToken);
        (Connection, Transaction) = (_transaction.Connection, _transaction.Transaction);
        _statements = new PreparedStatements(_transaction.Connection, _transaction.Transaction);
        await RequireUnchangedAsync(cancellationToken);
    }

    /// <summary>The objects that this work read or made: a JSON object with the version of each as it was found, 0 for a new one.</summary>
    public string Seen() => JsonSerializer.Serialize(
        _known.ToDictionary(
            known => known.Key,
            known => _writes.TryGetValue(known.Key, out var write) ? write.Before?.Version ?? 0 : known.Value.Version));

    /// <summary>Does something once the work is on disk.</summary>
    public void AfterCommit(Action action) => _committed.Add(action);

    /// <summary>Writes what was held back; work without the right to write holds it back still.</summary>
    /// <exception cref="LabConflictException">Somebody else changed one of the objects.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!_transaction.MayWrite)
        {
            return;
        }

        var writer = new ObjectWriter(_statements, Site, Now);
        foreach (var (uid, write) in _writes)
        {
            await WriteAsync(writer, _known[uid], write, cancellationToken);
            if (write.IsDeleted)
            {
                _known.Remove(uid);
            }
        }

        _writes.Clear();
        foreach (var entry in _audit)
        {
            await _statements.RunAsync(ObjectSql.InsertAudit, ValuesOf(entry), cancellationToken);
        }

        _audit.Clear();
    }

    /// <summary>Writes and commits.</summary>
    /// <exception cref="LabConflictException">Somebody else changed one of the objects; nothing has happened.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_writes.Count > 0 || _audit.Count > 0)
        {
            await TakeTurnAsync(cancellationToken);
        }

        await FlushAsync(cancellationToken);
        FailPoint.Hit(FailPoint.LabCommit);
        await _transaction.Transaction.CommitAsync(cancellationToken);
        _committed.ForEach(action => action());
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await EndTransactionAsync();
        await base.DisposeAsync();
    }

    private static async Task WriteAsync(ObjectWriter writer, LabObject value, PendingWrite write, CancellationToken cancellationToken)
    {
        if (!write.IsDeleted)
        {
            await writer.WriteAsync(write.Before, value, cancellationToken);
        }
        else if (write.Before is not null)
        {
            await writer.DeleteAsync(write.Before, cancellationToken);
        }
    }

    // What belongs to the transaction first, then the transaction, and its connection last.
    private async Task EndTransactionAsync()
    {
        await _statements.DisposeAsync();
        await _transaction.DisposeAsync();
    }

    private async Task RequireUnchangedAsync(CancellationToken cancellationToken)
    {
        if (await ScalarAsync<long>(ObjectSql.Changed, new { site = Site, seen = Seen() }, cancellationToken) > 0)
        {
            throw new LabConflictException("Some of the objects were changed by somebody else meanwhile.");
        }

        foreach (var (uid, rows) in _sheets)
        {
            if (!rows.SequenceEqual(await base.SlotsAsync(uid, cancellationToken)))
            {
                throw new LabConflictException($"The rows of the worksheet {uid} were changed by somebody else meanwhile.");
            }
        }
    }

    private void Note(string action, LabObject? before, LabObject? after, string? comment)
    {
        var about = after ?? before!;
        _audit.Add(new AuditEntry(
            about.Uid, about.Path, action, SnapshotOf(before), SnapshotOf(after), comment ?? Origin.Comment));
    }

    private static string? SnapshotOf(LabObject? value) => value is null ? null : AuditSnapshot.Of(value);

    private object ValuesOf(AuditEntry entry) => new
    {
        site = Site,
        uid = entry.Uid,
        path = entry.Path,
        action = entry.Action,
        actor = Origin.Username,
        roles = JsonSerializer.Serialize(Origin.Roles),
        time = Now.ToMicroseconds(),
        decided = Origin.Decided.ToMicroseconds(),
        address = Origin.Address,
        comment = entry.Comment,
        task_uid = Origin.TaskUid,
        consumer_id = Origin.ConsumerId,
        before = entry.Before,
        after = entry.After,
    };

    private sealed record AuditEntry(string Uid, string Path, string Action, string? Before, string? After, string? Comment);

    private sealed class PendingWrite
    {
        /// <summary>The object as it was found; null: it is new.</summary>
        public required LabObject? Before { get; init; }

        public bool IsDeleted { get; set; }
    }
}
