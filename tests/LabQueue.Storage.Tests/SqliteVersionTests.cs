using SQLitePCL;

namespace LabQueue.Storage.Tests;

public sealed class SqliteVersionTests
{
    [Fact]
    public void The_bundled_engine_knows_returning()
    {
        raw.SetProvider(new SQLite3Provider_e_sqlite3());

        // 3.35.0 is the first version with "returning", which every claim uses.
        raw.sqlite3_libversion_number().ShouldBeGreaterThanOrEqualTo(3_035_000);
    }
}
