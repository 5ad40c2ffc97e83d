using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Store;

/// <summary>Lists objects in several states: each state has its own stretch of an index, and the page is merged of their beginnings.</summary>
internal static class ListOfStates
{
    /// <summary>A page of objects, in the order of the query.</summary>
    public static async Task<IReadOnlyList<T>> ListByStateAsync<T>(this LabReader reader, LabQuery query, CancellationToken cancellationToken)
        where T : LabObject
    {
        if (query.States.Count < 2 || query.Uids.Count > 0)
        {
            return await reader.ListAsync<T>(query, cancellationToken);
        }

        query = await reader.WithRareWordAsync(query, cancellationToken);
        var found = new List<T>();
        foreach (var state in query.States)
        {
            found.AddRange(await reader.ListAsync<T>(query with { States = [state] }, cancellationToken));
        }

        var ordered = query.Sort switch
        {
            LabSort.Created => found.OrderBy(value => value.Created),
            LabSort.Modified => found.OrderBy(value => value.Modified),
            _ => found.OrderBy(value => LabCursor.Of(value, query.Sort).Key, StringComparer.Ordinal),
        };
        var whole = ordered.ThenBy(value => value.Uid, StringComparer.Ordinal);
        return [.. (query.Descending ? whole.Reverse() : whole).Take(query.Limit)];
    }
}
