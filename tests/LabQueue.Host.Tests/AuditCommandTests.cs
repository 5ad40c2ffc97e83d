using LabQueue.Host.Tests.Running;
using LabQueue.Lims.Store;

namespace LabQueue.Host.Tests;

/// <summary><c>labqueue audit verify</c>: finds what was changed past the program, and nothing else.</summary>
public sealed class AuditCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trail_is_checked_beside_the_running_laboratory_and_an_edit_is_found()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--demo");
        var before = await VerifyOnceSealedAsync(workplace);

        await using (var database = new SqliteLabDatabase(Path.Combine(workplace.Data, "lims.db")))
        {
            await using var connection = await database.OpenAsync(Token);
            await using var edit = connection.CreateCommand();
            edit.CommandText = "drop trigger audit_no_update; "
                + "update audit set actor = 'somebody' where number = (select min(audit_number) from audit_seal)";
            await edit.ExecuteNonQueryAsync(Token);
        }

        var after = await workplace.RunAsync("audit", "verify");

        before.ShouldExitWith(0).Output.ShouldContain("entries are as they were written");
        after.ShouldExitWith(1).Output.ShouldContain("senaite: the audit trail was changed past the program.");
        after.Output.ShouldContain("by somebody) is not what link 1 covers");
    }

    [Fact]
    public async Task Where_there_is_no_laboratory_that_is_said()
    {
        using var workplace = new Workplace();

        var result = await workplace.RunAsync("audit", "verify");

        result.ShouldExitWith(1).Error.ShouldContain("There is no laboratory in ");
    }

    // The chain is made behind the commits, within two seconds.
    private static async Task<CommandResult> VerifyOnceSealedAsync(Workplace workplace)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var found = await workplace.RunAsync("audit", "verify");
            if (patience.IsCancellationRequested || !found.Output.StartsWith("senaite: 0 entries", StringComparison.Ordinal))
            {
                return found;
            }
        }
    }
}
