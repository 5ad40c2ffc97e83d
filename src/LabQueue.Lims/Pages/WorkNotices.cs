using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Web.Access;
using LabQueue.Web.Frame;
using LabQueue.Web.Languages;

namespace LabQueue.Lims.Pages;

/// <summary>Tells people on the next page that they open what became of work which they handed to the queue; once.</summary>
internal sealed class WorkNotices(LabStore store, Texts texts) : INotices
{
    private const int MostAtOnce = 5;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Message>> FindAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        IReadOnlyList<WorkRecord> ended;
        await using (var reader = await store.ReadAsync(visitor.Site, cancellationToken))
        {
            ended = await reader.QueryAsync<WorkRecord>(
                WorkSql.Untold, new { site = visitor.Site, username = visitor.Username, limit = MostAtOnce }, cancellationToken);
        }

        if (ended.Count == 0)
        {
            return [];
        }

        await using var work = await store.BeginAsync(
            visitor.Site, new Origin(visitor.Username, store.Time.GetUtcNow().TruncateToMicroseconds()), cancellationToken);
        string[] uids = [.. ended.Select(record => record.TaskUid)];
        await work.ExecuteAsync(WorkSql.Tell, new { site = visitor.Site, task_uids = uids }, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return [.. ended.Select(record => Message(visitor.Site, record))];
    }

    /// <summary>What a piece of work is called: <i>Verify on WS-012</i>.</summary>
    public static string NameOf(Texts texts, WorkRecord record)
    {
        var action = LabWords.Action(texts, record.Action);
        return record.ContextUid == LabUid.Site ? action : texts["{0} on {1}", action, record.ContextPath[(record.ContextPath.LastIndexOf('/') + 1)..]];
    }

    private Message Message(string site, WorkRecord record)
    {
        var name = NameOf(texts, record);
        var isStopped = record.Status != WorkStatus.Done;
        var notDone = record.Total - record.Done;
        var text = isStopped ? texts["{0} was stopped: {1} done, {2} not done.", name, record.Done, notDone]
            : notDone > 0 ? texts["{0}: {1} done, {2} refused.", name, record.Done, notDone]
            : texts["{0}: {1} done.", name, record.Done];
        var kind = isStopped ? MessageKind.Refused : notDone > 0 ? MessageKind.Warning : MessageKind.Done;
        return notDone > 0 || record.Error is not null
            ? new Message(kind, text, SiteAddress.Of(site, $"work/{record.TaskUid}"), texts["What became of it"])
            : new Message(kind, text);
    }
}
