using LabQueue.Lims.Clients;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Store;

/// <summary>Writes objects, with what they are found by and where they lie.</summary>
/// <param name="statements">The transaction's statements.</param>
/// <param name="site">The site.</param>
/// <param name="now">The time of all changes.</param>
internal sealed class ObjectWriter(PreparedStatements statements, string site, DateTimeOffset now)
{
    /// <summary>Writes a change.</summary>
    /// <param name="before">The object as it was found; null: it is new.</param>
    /// <param name="value">The object as it is to be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LabConflictException">Somebody else changed it meanwhile.</exception>
    public async Task WriteAsync(LabObject? before, LabObject value, CancellationToken cancellationToken)
    {
        await RequireOneAsync(before is null ? ObjectSql.Insert : ObjectSql.Update, ValuesOf(value), value, cancellationToken);
        await WriteWordsAsync(before, value, cancellationToken);
        if (before is null && value.ClientUid is not null)
        {
            // What is new in a client's tree is seen by its contacts from the beginning, however far the giving of the rest has come.
            await statements.RunAsync(
                GrantSql.GiveNew, new { site, uid = value.Uid, client_uid = value.ClientUid }, cancellationToken);
        }

        await WriteSlotAsync((before as Analysis)?.Slot, (value as Analysis)?.Slot, value, cancellationToken);
    }

    /// <summary>Takes an object out of all lists.</summary>
    /// <param name="before">The object as it was found.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LabConflictException">Somebody else changed it meanwhile.</exception>
    public async Task DeleteAsync(LabObject before, CancellationToken cancellationToken)
    {
        var values = new { site, uid = before.Uid, modified = now.ToMicroseconds(), version = before.Version + 1 };
        await RequireOneAsync(ObjectSql.Delete, values, before, cancellationToken);
        await statements.RunAsync(ObjectSql.DeleteWords, new { site, uid = before.Uid }, cancellationToken);
        await WriteSlotAsync((before as Analysis)?.Slot, null, before, cancellationToken);
    }

    private async Task RequireOneAsync(string sql, object values, LabObject value, CancellationToken cancellationToken)
    {
        if (await statements.RunAsync(sql, values, cancellationToken) != 1)
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
            await statements.RunAsync(ObjectSql.DeleteSlot, new { site, analysis_uid = value.Uid }, cancellationToken);
        }

        if (after is not null && value is Analysis analysis)
        {
            var values = new
            {
                site,
                analysis_uid = analysis.Uid,
                worksheet_uid = after.WorksheetUid,
                position = after.Position,
                ordinal = after.Ordinal,
                kind = (int)analysis.Kind,
                container_uid = analysis.Container,
                service_uid = analysis.AnalysisService,
                source_uid = analysis.Source,
            };
            await statements.RunAsync(ObjectSql.InsertSlot, values, cancellationToken);
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

            await statements.RunAsync(ObjectSql.DeleteWords, new { site, uid = after.Uid }, cancellationToken);
        }

        foreach (var word in words)
        {
            await statements.RunAsync(ObjectSql.InsertWord, new { site, word, uid = after.Uid }, cancellationToken);
        }
    }

    private object ValuesOf(LabObject value) => new
    {
        site,
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
        due = value.Due?.ToMicroseconds(),
        body = LabJson.Write(value),
    };
}
