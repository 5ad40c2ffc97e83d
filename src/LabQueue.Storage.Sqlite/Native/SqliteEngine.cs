using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace LabQueue.Storage.Sqlite.Native;

/// <summary>Chooses the SQLite library of this process: the system's where it is newer than the one in the package.</summary>
/// <remarks>
/// <c>docs/decisions/0003-sqlite-engine.md</c>. The environment variable <c>LABQUEUE_SQLITE</c> forces <c>bundled</c> or
/// <c>system</c>.
/// </remarks>
internal static class SqliteEngine
{
    private const string Bundled = "e_sqlite3";
    private const string System = "libsqlite3.so.0";

    // SQLITE_CONFIG_MEMSTATUS
    private const int SqliteConfigMemoryStatistics = 9;

    private static readonly Lazy<string> Chosen = new(Choose);

    /// <summary>The engine's version and where it comes from, such as <c>SQLite 3.40.1 (libsqlite3.so.0)</c>.</summary>
    public static string Description => Chosen.Value;

    private static string Choose()
    {
        var wish = Environment.GetEnvironmentVariable("LABQUEUE_SQLITE");
        var assembly = typeof(SQLite3Provider_e_sqlite3).Assembly;
        var bundled = Load(Bundled, assembly);
        var system = wish == "bundled" ? 0 : Load(System, assembly);
        if (wish == "system" && system == 0)
        {
            throw new DllNotFoundException($"LABQUEUE_SQLITE is 'system', but {System} cannot be loaded.");
        }

        var useSystem = system != 0 && (wish == "system" || bundled == 0 || Version(system) > Version(bundled));
        if (useSystem)
        {
            UseSystem(assembly, system);
        }

        raw.SetProvider(new SQLite3Provider_e_sqlite3());

        // Statistics on memory take a lock of the whole process at each allocation, and nobody reads them.
        raw.sqlite3_config(SqliteConfigMemoryStatistics, 0);
        return $"SQLite {raw.sqlite3_libversion().utf8_to_string()} ({(useSystem ? System : "bundled")})";
    }

    private static void UseSystem(Assembly assembly, nint system)
    {
        try
        {
            NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name == Bundled ? system : 0);
        }
        catch (InvalidOperationException)
        {
            // The store and the client's outbox each bring this class. The other one was first, and chose the same.
        }
    }

    private static nint Load(string name, Assembly assembly) =>
        NativeLibrary.TryLoad(name, assembly, null, out var handle)
        && NativeLibrary.TryGetExport(handle, "sqlite3_libversion_number", out _)
            ? handle
            : 0;

    private static unsafe int Version(nint library) =>
        ((delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(library, "sqlite3_libversion_number"))();
}
