using LabQueue.EndToEnd.Tests.Running;
using LabQueue.EndToEnd.Tests.Storm;

namespace LabQueue.EndToEnd.Tests.Servers;

/// <summary>Servers on one database, which were started at the same time on an empty one.</summary>
internal sealed class SeveralServers : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly StormServer[] _servers;

    private SeveralServers(IReadOnlyList<string> stores, string[] options)
    {
        var key = FernetToken.NewKey();
        _servers =
        [
            .. stores.Select((store, number) => new StormServer(new ServerSetup(MakeFolder($"server-{number + 1}"))
            {
                Key = key,
                Options = ["--store", store, .. options],
            })),
        ];
    }

    /// <summary>The servers.</summary>
    public IReadOnlyList<StormServer> All => _servers;

    /// <summary>Starts them.</summary>
    public static Task<SeveralServers> StartAsync(
        string store, int count, CancellationToken cancellationToken, params string[] options) =>
        StartAsync([.. Enumerable.Repeat(store, count)], cancellationToken, options);

    /// <summary>Starts one for each way to their database.</summary>
    public static async Task<SeveralServers> StartAsync(
        IReadOnlyList<string> stores, CancellationToken cancellationToken, params string[] options)
    {
        var servers = new SeveralServers(stores, options);
        try
        {
            await Task.WhenAll(servers._servers.Select(server => server.StartAsync(failPoint: null, cancellationToken)));
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _folder.Dispose();
    }

    private string MakeFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
}
