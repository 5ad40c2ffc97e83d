using System.Diagnostics;
using System.Globalization;
using System.Net;
using LabQueue.EndToEnd.Tests.Running;
using Npgsql;

namespace LabQueue.EndToEnd.Tests.Servers;

/// <summary>A PostgreSQL server of a test's own, which may be stopped, killed and copied. It keeps its data on a real disk, with fsync.</summary>
internal sealed class OwnCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Binaries = FindBinaries();

    private readonly ScratchFolder _folder = new();
    private readonly string _data;

    private OwnCluster(int? port)
    {
        Port = port;
        _data = Path.Combine(_folder.Path, "data");
        if (IsRoot)
        {
            // PostgreSQL refuses to run as root.
            Run("chown", "postgres", _folder.Path);
        }
    }

    /// <summary>Where its socket is, which is its host for clients.</summary>
    public string Host => _folder.Path;

    /// <summary>Its port on this machine; null: it is reached by its socket alone.</summary>
    public int? Port { get; }

    /// <summary>Whether PostgreSQL's servers are on this machine.</summary>
    public static bool IsThere => Binaries.Length > 0;

    /// <summary>How it is reached.</summary>
    public string ConnectionString => Port is { } port ? ConnectionStringAt(new IPEndPoint(IPAddress.Loopback, port)) : $"Host={Host};{Access}";

    private static string Access => "Username=labqueue;Database=postgres";

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>How two of them are reached, of which one is the primary.</summary>
    public static string ConnectionStringOf(OwnCluster one, OwnCluster other) => $"Host={one.Host},{other.Host};{Access}";

    /// <summary>How it is reached by way of a proxy.</summary>
    public static string ConnectionStringAt(IPEndPoint proxy) => $"Host={proxy.Address};Port={proxy.Port};{Access}";

    /// <summary>Makes one, and starts it.</summary>
    /// <param name="port">Where it is to be reached on this machine; null: by its socket alone.</param>
    public static OwnCluster Create(int? port = null)
    {
        var cluster = new OwnCluster(port);
        RunServers("initdb", "--pgdata", cluster._data, "--auth", "trust", "--username", "labqueue", "--encoding", "UTF8", "--locale", "C.UTF-8");
        File.AppendAllText(
            Path.Combine(cluster._data, "postgresql.conf"),
            (port is { } number ? $"\nlisten_addresses = '127.0.0.1'\nport = {number}\n" : "\nlisten_addresses = ''\n")
            + "max_connections = 200\nwal_keep_size = 256MB\n");
        cluster.Start();
        return cluster;
    }

    /// <summary>Makes a copy that follows this one, and starts it.</summary>
    public OwnCluster CreateStandby()
    {
        var standby = new OwnCluster(port: null);
        standby.Follow(this);
        return standby;
    }

    /// <summary>Becomes a copy of another one that follows it; what it had is thrown away.</summary>
    public void Follow(OwnCluster primary)
    {
        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }

        RunServers(
            "pg_basebackup", "--pgdata", _data, "--host", primary.Host, "--username", "labqueue", "--write-recovery-conf", "--checkpoint", "fast");
        Start();
    }

    /// <summary>From now on a commit is answered when the standby has it on disk, too; or, again, without it.</summary>
    public async Task SetSynchronousAsync(bool isSynchronous, CancellationToken cancellationToken)
    {
        await ReadAsync($"alter system set synchronous_standby_names = '{(isSynchronous ? "*" : string.Empty)}'", cancellationToken);
        await ReadAsync("select pg_reload_conf()", cancellationToken);
    }

    /// <summary>Waits until the standby keeps up with each commit.</summary>
    public async Task WaitForStandbyAsync(bool isSynchronous, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var wanted = isSynchronous ? "sync" : "async";
        while (await ReadAsync("select sync_state from pg_stat_replication where state = 'streaming'", patience.Token) != wanted)
        {
        }
    }

    /// <summary>Waits until the standby has all that was committed here.</summary>
    public async Task WaitForStandbyToHaveAllAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (await ReadAsync("select pg_current_wal_lsn() <= flush_lsn from pg_stat_replication where state = 'streaming'", patience.Token) != "True")
        {
        }
    }

    /// <summary>Makes it, a standby, hear nothing more from its primary, and waits until that is so.</summary>
    public async Task StopFollowingAsync(CancellationToken cancellationToken)
    {
        await ReadAsync("alter system set primary_conninfo = ''", cancellationToken);
        await ReadAsync("select pg_reload_conf()", cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (await ReadAsync("select count(*) from pg_stat_wal_receiver", patience.Token) != "0")
        {
        }
    }

    /// <summary>How many deadlocks the database has broken up so far.</summary>
    public async Task<string> CountDeadlocksAsync(CancellationToken cancellationToken) =>
        (await ReadAsync("select deadlocks from pg_stat_database where datname = current_database()", cancellationToken))!;

    /// <summary>Stops it and starts it again.</summary>
    /// <param name="mode">How sessions end: <c>fast</c> or <c>immediate</c>.</param>
    public void Restart(string mode)
    {
        RunServers("pg_ctl", "--pgdata", _data, "--mode", mode, "--wait", "--silent", "stop");
        Start();
    }

    /// <summary>Ends it with signal 9, and starts it again.</summary>
    public void KillAndStart()
    {
        Kill();
        Start();
    }

    /// <summary>Ends it with signal 9, all its processes at once, as a loss of power does.</summary>
    public void Kill()
    {
        var number = int.Parse(File.ReadLines(Path.Combine(_data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        var children = File.ReadAllText($"/proc/{number}/task/{number}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Run("kill", ["-KILL", number.ToString(CultureInfo.InvariantCulture), .. children]);
        using var gone = Process.GetProcesses().FirstOrDefault(process => process.Id == number);
        gone?.WaitForExit(Patience);
    }

    /// <summary>Makes it, a standby, the primary.</summary>
    public void Promote() => RunServers("pg_ctl", "--pgdata", _data, "--wait", "--silent", "promote");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _ = Command.Run(Program("pg_ctl")[0], [.. Program("pg_ctl")[1..], "--pgdata", _data, "--mode", "immediate", "--silent", "stop"]);
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Start() => RunServers(
        "pg_ctl", "--pgdata", _data, "--log", Path.Combine(_data, "server.log"), "--wait", "--silent", "start",
        "--options", $"-c unix_socket_directories='{_folder.Path}'");

    private async Task<string?> ReadAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync(cancellationToken))?.ToString();
    }

    private static void RunServers(string program, params string[] arguments)
    {
        var command = Program(program);
        Run(command[0], [.. command[1..], .. arguments]);
    }

    // A postmaster that was killed leaves children and shared memory for a moment, which keep the next one from starting.
    private static void Run(string program, params string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        string? problem;
        do
        {
            problem = Command.Run(program, arguments);
        }
        while (problem is not null && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10));

        problem.ShouldBeNull();
    }

    private static string[] Program(string name)
    {
        var path = Path.Combine(Binaries, name);
        return IsRoot ? ["runuser", "-u", "postgres", "--", path] : [path];
    }

    private static string FindBinaries()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        return versions.OrderByDescending(version => int.Parse(Path.GetFileName(version), CultureInfo.InvariantCulture))
            .Select(version => Path.Combine(version, "bin"))
            .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb"))) ?? string.Empty;
    }
}
