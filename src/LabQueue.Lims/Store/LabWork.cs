using System.Text.Json;
using Dapper;
using LabQueue.Failing;
using LabQueue.Lims.Clients;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Store;

/// <summary>A transaction on a site's laboratory: what was changed is kept together, or not at all.</summary>
/// <remarks>
/// Changes are held back and written before a statement that must see them and before the commit, so that an object that
/// changes several times is written once. Each change leaves its own audit record. Without <see cref="CommitAsync"/> nothing
/// has happened.
/// </remarks>
internal sealed class LabWork : LabReader
{
    private readonly WriteTurn _turn;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, LabObject> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PendingWrite> _writes = new(StringComparer.Ordinal);
    private readonly List<Action> _committed = [];
    private readonly List<AuditEntry> _audit = [];

    /// <summary>Work in that transaction.</summary>
    public LabWork(WriteTurn turn, string site, Origin origin, TimeProvider time)
        : base(turn.Connection, turn.Transaction, site)
    {
        (_turn, Origin, _time) = (turn, origin, time);
        Now = time.GetUtcNow().TruncateToMicroseconds();
    }

    /// <summary>Whose decision it is.</summary>
    public Origin Origin { get; }

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
        return await base.SlotsAsync(worksheetUid, cancellationToken);
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
        _writes[added.Uid] = new PendingWrite { IsNew = true, Before = null };
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
        var version = write.IsNew || write.Before is null ? value.Version : write.Before.Version + 1;
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

    /// <summary>Does something once the work is on disk.</summary>
    public void AfterCommit(Action action) => _committed.Add(action);

    /// <summary>Writes what was held back.</summary>
    /// <exception cref="LabConflictException">Somebody else changed one of the objects.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var (uid, write) in _writes)
        {
            await WriteAsync(_known[uid], write, cancellationToken);
            if (write.IsDeleted)
            {
                _known.Remove(uid);
            }
        }

        _writes.Clear();
        foreach (var entry in _audit)
        {
            await Connection.ExecuteAsync(Command(ObjectSql.InsertAudit, ValuesOf(entry), cancellationToken));
        }

        _audit.Clear();
    }

    /// <summary>Writes and commits.</summary>
    /// <exception cref="LabConflictException">Somebody else changed one of the objects; nothing has happened.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        FailPoint.Hit(FailPoint.LabCommit);
        await _turn.Transaction.CommitAsync(cancellationToken);
        _committed.ForEach(action => action());
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        // The transaction first: it is the connection's.
        await _turn.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task WriteAsync(LabObject value, PendingWrite write, CancellationToken cancellationToken)
    {
        if (write is { IsNew: true, IsDeleted: true })
        {
            return;
        }

        if (write.IsDeleted)
        {
            await RequireOneAsync(
                ObjectSql.Delete,
                new { site = Site, uid = value.Uid, modified = Now.ToMicroseconds(), version = write.Before!.Version + 1 },
                value,
                cancellationToken);
            await Connection.ExecuteAsync(Command(ObjectSql.DeleteWords, new { site = Site, uid = value.Uid }, cancellationToken));
        }
        else
        {
            await RequireOneAsync(write.IsNew ? ObjectSql.Insert : ObjectSql.Update, ValuesOf(value), value, cancellationToken);
            await WriteWordsAsync(write.Before, value, cancellationToken);
            await WriteGrantsAsync(write, value, cancellationToken);
        }

        await WriteSlotAsync((write.Before as Analysis)?.Slot, write.IsDeleted ? null : (value as Analysis)?.Slot, value, cancellationToken);
    }

    private async Task RequireOneAsync(string sql, object values, LabObject value, CancellationToken cancellationToken)
    {
        if (await Connection.ExecuteAsync(Command(sql, values, cancellationToken)) != 1)
        {
            throw new LabConflictException($"{value.Path} was changed by somebody else meanwhile.");
        }
    }

    private async Task WriteSlotAsync(Slot? before, Slot? after, LabObject value, CancellationToken cancellationToken)
    {
        if (before == after)
        {
            return;
        }

        if (before is not null)
        {
            await Connection.ExecuteAsync(
                Command(ObjectSql.DeleteSlot, new { site = Site, analysis_uid = value.Uid }, cancellationToken));
        }

        if (after is not null && value is Analysis analysis)
        {
            var values = new
            {
                site = Site,
                analysis_uid = analysis.Uid,
                worksheet_uid = after.WorksheetUid,
                position = after.Position,
                ordinal = after.Ordinal,
                kind = (int)analysis.Kind,
                container_uid = analysis.Container,
                service_uid = analysis.AnalysisService,
                source_uid = analysis.Source,
            };
            await Connection.ExecuteAsync(Command(ObjectSql.InsertSlot, values, cancellationToken));
        }
    }

    // What is new in a client's tree is seen by its contacts from the beginning, however far the giving of the rest has come.
    private async Task WriteGrantsAsync(PendingWrite write, LabObject value, CancellationToken cancellationToken)
    {
        if (write.IsNew && value.ClientUid is not null)
        {
            var values = new { site = Site, uid = value.Uid, client_uid = value.ClientUid };
            await Connection.ExecuteAsync(Command(GrantSql.GiveNew, values, cancellationToken));
        }
    }

    private async Task WriteWordsAsync(LabObject? before, LabObject after, CancellationToken cancellationToken)
    {
        var words = ObjectWords.Of(after);
        if (before is not null)
        {
            if (words.SetEquals(ObjectWords.Of(before)))
            {
                return;
            }

            await Connection.ExecuteAsync(Command(ObjectSql.DeleteWords, new { site = Site, uid = after.Uid }, cancellationToken));
        }

        foreach (var word in words)
        {
            await Connection.ExecuteAsync(
                Command(ObjectSql.InsertWord, new { site = Site, word, uid = after.Uid }, cancellationToken));
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

    private object ValuesOf(LabObject value) => new
    {
        site = Site,
        uid = value.Uid,
        portal_type = value.PortalType,
        id = value.Id,
        path = value.Path,
        parent_uid = value.ParentUid,
        client_uid = value.ClientUid,
        container_uid = value.ContainerUid,
        service_uid = value.ServiceUid,
        title = value.Title,
        state = value.State,
        sort_key = value.SortKey,
        creator = value.Creator,
        created = value.Created.ToMicroseconds(),
        modified = value.Modified.ToMicroseconds(),
        version = value.Version,
        analyst = value.Responsible,
        hidden = value.IsHidden ? 1 : 0,
        body = LabJson.Write(value),
    };

    private sealed record AuditEntry(string Uid, string Path, string Action, string? Before, string? After, string? Comment);

    private sealed class PendingWrite
    {
        public bool IsNew { get; init; }

        public required LabObject? Before { get; init; }

        public bool IsDeleted { get; set; }
    }
}
