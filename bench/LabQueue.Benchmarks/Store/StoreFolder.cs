using LabQueue.Benchmarks.Load;
using LabQueue.Engine;
using LabQueue.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Benchmarks.Store;

/// <summary>Opens the embedded store in this process.</summary>
internal static class StoreFolder
{
    /// <summary>Opens the store of a folder, and makes the site where it is missing: any user, any number of running tasks.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="key">The site's key.</param>
    public static async Task<SqliteQueueStore> OpenAsync(string folder, string key)
    {
        var store = await SqliteQueueStore.OpenAsync(
            new SqliteStoreOptions { Folder = folder }, TimeProvider.System, NullLoggerFactory.Instance);
        var settings = new SiteSettings { Users = UsersMode.Token, MaxConcurrentTasks = 0 };
        await store.AddSiteAsync(
            new Site(Target.Site, settings, Paused: false, [key]), new Actor("bench"), CancellationToken.None);
        return store;
    }
}
