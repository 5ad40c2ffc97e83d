using System.Globalization;
using LabQueue.Engine;
using LabQueue.Storage.Postgres;
using LabQueue.TestKit;

namespace LabQueue.Storage.Tests.Postgres;

/// <summary>A database that a newer program has migrated while this one runs, or before it starts.</summary>
public sealed class NewerSchemaTests : IAsyncLifetime
{
    private const int Future = 99;

    private readonly TestDatabase _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Known => PostgresQueueStore.NewestSchema;

    public async ValueTask InitializeAsync()
    {
        await using var store = await OpenAsync();
        await store.AddSiteAsync(Given.Site(trust: TrustMode.Roles), Given.Manager, Token);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_program_works_on_a_newer_schema_that_is_made_for_it_as_well()
    {
        await using var before = await OpenAsync();
        await MigrateAsync(compatibleFrom: Known);
        await using var after = await OpenAsync();

        await WorkAsync(before, "t1");
        await WorkAsync(after, "t2");

        (await after.Queue("senaite").StatsAsync(Token)).Done.ShouldBe(2);
        (await _database.ReadAsync("select version from labqueue", Token)).ShouldBe($"{Future}");
    }

    [Fact]
    public async Task A_program_refuses_a_newer_schema_that_is_not_made_for_it()
    {
        await MigrateAsync(compatibleFrom: Known + 1);

        var refused = await Should.ThrowAsync<QueueStoreException>(OpenAsync);

        refused.Message.ShouldEndWith(string.Create(
            CultureInfo.InvariantCulture,
            $"has schema {Future}, for programs that know {Known + 1} or later; this program knows up to {Known}. Start a newer LabQueue."));
    }

    [Fact]
    public async Task A_newer_schema_that_says_nothing_is_refused()
    {
        await _database.RunAsync($"alter table labqueue drop column compatible_from; update labqueue set version = {Future}", Token);

        await Should.ThrowAsync<QueueStoreException>(OpenAsync);
    }

    [Fact]
    public async Task An_empty_database_says_from_which_programs_on_it_can_be_worked_on() =>
        (await _database.ReadAsync("select version || ' ' || compatible_from from labqueue", Token)).ShouldBe($"{Known} 1");

    private static async Task WorkAsync(IQueueStore store, string start)
    {
        var queue = store.Queue("senaite");
        await queue.AddAsync([Given.NewTask(start)], Given.Clerk, Token);
        var task = (await queue.PopAsync(Given.LeasedPop(), Token)).Tasks.ShouldHaveSingleItem();
        var report = new TaskReport(ReportKind.Done, task.TaskUid) { Fence = task.Fence, ConsumerId = task.ConsumerId };
        (await queue.ReportAsync(report, Token)).Outcome.ShouldBe(ReportOutcome.Accepted);
    }

    // What a migration to come may do that leaves this program able to work.
    private Task MigrateAsync(int compatibleFrom) => _database.RunAsync(
        $"""
        alter table task add column colour text not null default 'grey';
        alter table consumer add column colour text;
        create table colour (name text primary key);
        update labqueue set version = {Future}, compatible_from = {compatibleFrom}
        """,
        Token);

    private Task<IQueueStore> OpenAsync() => _database.OpenStoreAsync(TimeProvider.System, Token);
}
