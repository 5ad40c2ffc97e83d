using LabQueue.Access;
using LabQueue.Lims.Background;
using LabQueue.Lims.Store;
using LabQueue.Web.Access;
using LabQueue.Web.Frame;
using LabQueue.Web.Languages;

namespace LabQueue.Lims.Pages;

/// <summary>Tells who manages the queue that work waits here because the queue server does not take it.</summary>
/// <param name="store">The laboratory's records.</param>
/// <param name="texts">The texts.</param>
/// <param name="ui">Says times.</param>
internal sealed class OutboxNotices(LabStore store, Texts texts, Ui ui) : INotices
{
    // What is sent at once is no news.
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Message>> FindAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        if (!visitor.May(QueueRights.Settings) && !visitor.May(QueueRights.Manage))
        {
            return [];
        }

        await using var reader = await store.ReadAsync(visitor.Site, cancellationToken);
        var site = new { site = visitor.Site };
        var oldest = await reader.ScalarAsync<long?>(WorkSql.OldestKept, site, cancellationToken);
        if (oldest is not { } kept || UnixTime.FromMicroseconds(kept) is var since && ui.Now - since < Usual)
        {
            return [];
        }

        var count = await reader.ScalarAsync<long>(WorkSql.KeptCount, site, cancellationToken);
        return
        [
            new Message(MessageKind.Warning, texts.Count(
                count,
                "{0} task waits here since {1}, and is sent as soon as the queue server takes it.|{0} tasks wait here since {1}, and are sent as soon as the queue server takes them.",
                ui.Clock(since))),
        ];
    }
}
