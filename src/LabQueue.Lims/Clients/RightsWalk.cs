using System.Text.Json;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;

namespace LabQueue.Lims.Clients;

/// <summary>
/// Gives a client's whole tree to the user of its contact, newest objects first and the client itself last, or clears away
/// the records of what was taken.
/// </summary>
/// <remarks>
/// How far a walk has come is kept with what it gave, so it goes on where it was, whoever was killed meanwhile; giving twice
/// is giving once; objects that are made meanwhile are given as they are made. It ends, because times of making only go down
/// (T-12), and it locks no object (T-28). Taking away counts at once, by the end of the link; here only records go.
/// </remarks>
internal sealed class RightsWalk(LabStore store)
{
    /// <summary>How many objects a transaction takes where nobody says.</summary>
    public const int UsualSize = 500;

    /// <summary>Begins a walk, in the transaction of the link.</summary>
    public static Task BeginAsync(
        LabWork work, string contactUid, string username, string clientUid, bool gives, CancellationToken cancellationToken)
    {
        var values = new
        {
            site = work.Site,
            username,
            client_uid = clientUid,
            contact_uid = contactUid,
            gives = gives ? 1 : 0,
        };
        return work.ExecuteAsync(GrantSql.Begin, values, cancellationToken);
    }

    /// <summary>Contacts whose walks have not ended.</summary>
    public static Task<IReadOnlyList<string>> UnfinishedAsync(LabReader reader, CancellationToken cancellationToken) =>
        reader.QueryAsync<string>(GrantSql.Unfinished, new { site = reader.Site }, cancellationToken);

    /// <summary>Those of them that no task is at any more: it failed, or somebody ended it.</summary>
    public static Task<IReadOnlyList<string>> AbandonedAsync(LabReader reader, CancellationToken cancellationToken) =>
        reader.QueryAsync<string>(GrantSql.Abandoned, new { site = reader.Site }, cancellationToken);

    /// <summary>Takes the next step of a contact's walks, in a short transaction.</summary>
    /// <param name="site">The site.</param>
    /// <param name="contactUid">The contact.</param>
    /// <param name="size">How many objects at most, from 1.</param>
    /// <param name="origin">Whose decision the link was.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there is more to do.</returns>
    public async Task<bool> StepAsync(
        string site, string contactUid, int size, Origin origin, CancellationToken cancellationToken)
    {
        await using var work = await store.BeginAsync(site, origin, cancellationToken);
        if (await FindAsync(work, contactUid, cancellationToken) is not { } walk)
        {
            return false;
        }

        var isOver = walk.Gives != 0
            ? await GiveAsync(work, walk, size, cancellationToken)
            : await TakeAsync(work, walk, size, cancellationToken);
        if (isOver)
        {
            await EndAsync(work, walk, cancellationToken);
        }

        var isMore = !isOver || await FindAsync(work, contactUid, cancellationToken) is not null;
        await work.CommitAsync(cancellationToken);
        return isMore;
    }

    private static async Task<RightsWalkRow?> FindAsync(LabWork work, string contactUid, CancellationToken cancellationToken) =>
        await work.QueryAsync<RightsWalkRow>(
            GrantSql.WalkOf, new { site = work.Site, contact_uid = contactUid }, cancellationToken) is [var walk] ? walk : null;

    private static async Task<bool> GiveAsync(LabWork work, RightsWalkRow walk, int size, CancellationToken cancellationToken)
    {
        var values = new { site = work.Site, client_uid = walk.ClientUid, created = walk.Created, uid = walk.Uid, size };
        var next = await work.QueryAsync<TreeRow>(GrantSql.Next, values, cancellationToken);
        var isLast = next.Count < size;
        string[] uids = [.. next.Select(row => row.Uid), .. isLast ? new[] { walk.ClientUid } : []];
        await work.ExecuteAsync(
            GrantSql.Give, new { site = work.Site, username = walk.Username, client_uid = walk.ClientUid, uids }, cancellationToken);
        if (!isLast)
        {
            var reached = new
            {
                site = work.Site,
                username = walk.Username,
                client_uid = walk.ClientUid,
                created = next[^1].Created,
                uid = next[^1].Uid,
            };
            await work.ExecuteAsync(GrantSql.Advance, reached, cancellationToken);
        }

        return isLast;
    }

    private static async Task<bool> TakeAsync(LabWork work, RightsWalkRow walk, int size, CancellationToken cancellationToken)
    {
        var values = new { site = work.Site, username = walk.Username, client_uid = walk.ClientUid, size };
        return await work.ExecuteAsync(GrantSql.Take, values, cancellationToken) < size;
    }

    private static async Task EndAsync(LabWork work, RightsWalkRow walk, CancellationToken cancellationToken)
    {
        var values = new { site = work.Site, username = walk.Username, client_uid = walk.ClientUid };
        await work.ExecuteAsync(GrantSql.End, values, cancellationToken);
        work.Note(
            LabUid.Site,
            LabUsers.PathOf(work.Site, walk.Username),
            walk.Gives != 0 ? "rights_given" : "rights_taken",
            null,
            JsonSerializer.Serialize(new { client = walk.ClientUid }));
    }

    private sealed record TreeRow
    {
        public string Uid { get; init; } = string.Empty;

        public long Created { get; init; }
    }
}
