namespace LabQueue.Benchmarks.Scale;

/// <summary>Which database each site is on.</summary>
/// <param name="Name">How that was decided.</param>
/// <param name="Databases">How many there are.</param>
/// <param name="Of">The database of each site.</param>
internal sealed record Placement(string Name, int Databases, int[] Of)
{
    /// <summary>All on one.</summary>
    public static Placement OnOne(SiteLoad load) => new("all on one", 1, new int[load.Sites]);

    /// <summary>By a hash of the site, which needs to know nothing of it.</summary>
    public static Placement ByHash(SiteLoad load, int databases) =>
        new("by hash", databases, [.. Enumerable.Range(0, load.Sites).Select(site => Hash(site, databases))]);

    /// <summary>The site that brings most first, each to the database that has least so far.</summary>
    public static Placement ByLoad(SiteLoad load, int databases)
    {
        var of = new int[load.Sites];
        var full = new PriorityQueue<int, long>(Enumerable.Range(0, databases).Select(database => (database, 0L)));
        foreach (var site in Enumerable.Range(0, load.Sites).OrderByDescending(site => load.Tasks[site]))
        {
            full.TryDequeue(out var database, out var tasks);
            of[site] = database;
            full.Enqueue(database, tasks + load.Tasks[site]);
        }

        return new Placement("by load", databases, of);
    }

    /// <summary>The sites that import on a part of the databases, all others by hash on the rest.</summary>
    public static Placement NoisyApart(SiteLoad load, int databases)
    {
        var forNoisy = Math.Max(1, databases / 4);
        return new Placement(
            "noisy sites apart",
            databases,
            [
                .. Enumerable.Range(0, load.Sites).Select(site => SiteLoad.IsNoisy(site)
                    ? Hash(site, forNoisy)
                    : forNoisy + Hash(site, databases - forNoisy)),
            ]);
    }

    // Neighbours must not follow each other: a plain remainder would deal the sites out like cards, more evenly than names do.
    private static int Hash(int site, int databases)
    {
        var mixed = (uint)site * 2_654_435_761u;
        mixed ^= mixed >> 15;
        mixed *= 2_246_822_519u;
        mixed ^= mixed >> 13;
        return (int)(mixed % (uint)databases);
    }
}
