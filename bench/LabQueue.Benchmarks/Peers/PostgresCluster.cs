using System.Diagnostics;
using System.Globalization;
using LabQueue.Benchmarks.Running;
using Npgsql;

namespace LabQueue.Benchmarks.Peers;

/// <summary>A PostgreSQL cluster for one run, as <c>initdb</c> leaves it: fsync on, nothing tuned.</summary>
internal sealed class PostgresCluster : IDisposable
{
    private const string User = "postgres";

    private readonly Process _process;
    private int _databases;

    private PostgresCluster(Process process, int port, string version)
    {
        _process = process;
        Port = port;
        Version = version;
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>What it says of itself.</summary>
    public string Version { get; }

    /// <summary>Makes an empty database, so that no peer has to step over what another one left.</summary>
    /// <returns>Its name.</returns>
    public string NewDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bench{++_databases}");
        using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        connection.Open();
        using var create = new NpgsqlCommand($"create database {name}", connection);
        create.ExecuteNonQuery();
        return name;
    }

    /// <summary>A database as Node's programs are told.</summary>
    public string Address(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"postgres://{User}@127.0.0.1:{Port}/{database}");

    /// <summary>A database as Npgsql is told.</summary>
    public string ConnectionString(string database) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username={User};Database={database};Maximum Pool Size=40");

    /// <summary>Processor time of its processes that live, so far. Those of a pool's connections live as long as the pool.</summary>
    public TimeSpan ProcessorTime()
    {
        var id = _process.Id.ToString(CultureInfo.InvariantCulture);
        var children = File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return children.Aggregate(
            CpuMeter.OfProcess(_process.Id), (sum, child) => sum + CpuMeter.OfProcess(int.Parse(child, CultureInfo.InvariantCulture)));
    }

    /// <summary>Starts one in an empty folder; null where PostgreSQL is not installed.</summary>
    public static PostgresCluster? TryStart(string folder)
    {
        if (Binaries() is not { } binaries)
        {
            return null;
        }

        // It refuses to run as root.
        if (Environment.UserName == "root")
        {
            Run("chown", User, folder);
        }

        var data = Path.Combine(folder, "data");
        Run(AsUser(Path.Combine(binaries, "initdb"), "-D", data, "-A", "trust", "-U", User));
        var port = ServerProcess.FreePort();
        var process = Start(AsUser(
            Path.Combine(binaries, "postgres"), "-D", data, "-p", port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-k", folder));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!IsReady(binaries, port))
        {
            if (process.HasExited || patience.IsCancellationRequested)
            {
                throw new InvalidOperationException("PostgreSQL did not become ready.");
            }

            Pause.For(TimeSpan.FromMilliseconds(50));
        }

        return new PostgresCluster(process, port, Path.GetFileName(Path.GetDirectoryName(binaries)!));
    }

    /// <summary>Stops it.</summary>
    public void Dispose()
    {
        // Sent to the server itself, not to what started it: a fast shutdown.
        Run("kill", "-INT", _process.Id.ToString(CultureInfo.InvariantCulture));
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string? Binaries() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Where(binaries => File.Exists(Path.Combine(binaries, "initdb")))
                .MaxBy(binaries => int.Parse(Path.GetFileName(Path.GetDirectoryName(binaries)!), CultureInfo.InvariantCulture))
            : null;

    private static string[] AsUser(params string[] command) =>
        Environment.UserName == "root"
            ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", "--", .. command]
            : command;

    private static bool IsReady(string binaries, int port)
    {
        using var asked = Start(
            Path.Combine(binaries, "pg_isready"), "-q", "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture));
        asked.WaitForExit();
        return asked.ExitCode == 0;
    }

    private static void Run(params string[] command)
    {
        using var process = Start(command);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
        }
    }

    private static Process Start(params string[] command)
    {
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        }) ?? throw new InvalidOperationException($"{command[0]} cannot be started.");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
