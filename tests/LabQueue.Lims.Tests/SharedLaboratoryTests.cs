using System.Data.Common;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Tests.Background;
using LabQueue.Lims.Workflow;
using LabQueue.TestKit;

namespace LabQueue.Lims.Tests;

/// <summary>Two processes on one laboratory on PostgreSQL: whoever writes at the same time, all of it holds, and tasks let people in.</summary>
[Trait("Database", "Postgres")]
public sealed class SharedLaboratoryTests : IAsyncLifetime
{
    private const string Waiting =
        """
        select count(*) from pg_locks where locktype = 'advisory' and not granted
          and ((classid::bigint << 32) | objid::bigint)
            = any (array[hashtextextended(current_schema() || '/' || @site, 0), hashtextextended(current_schema() || '/' || @site, 1)])
        """;

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private PostgresLabOptions _options = null!;
    private QueuedLaboratory _lab = null!;
    private PostgresLabDatabase _second = null!;
    private LabStore[] _processes = null!;

    private Laboratory Laboratory => _lab.Laboratory;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _options = new PostgresLabOptions
        {
            ConnectionString = PostgresSchema.New(),
            TaskTurn = TimeSpan.FromMilliseconds(1),
            Standstill = TimeSpan.FromMilliseconds(500),
        };
        _lab = await QueuedLaboratory.CreateAsync(await Laboratory.CreateAsync(_options), chunk: 5);
        _second = new PostgresLabDatabase(_options);
        _processes = [Laboratory.Store, new LabStore(_second, Laboratory.Time)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_second is not null)
        {
            await _second.DisposeAsync();
            await _lab.DisposeAsync();
        }
    }

    [Fact]
    public async Task No_change_of_a_worksheet_is_lost()
    {
        var sheet = await Laboratory.GivenWorksheetAsync("WS-001", []);

        await AtOnceAsync(10, (store, name) => ChangeAsync(store, async work =>
        {
            var found = await work.GetAsync<Worksheet>(sheet.Uid, Token);
            return work.Put(found with { Remarks = $"{found.Remarks} {name}" });
        }));

        var found = (await Laboratory.FindAsync<Worksheet>(sheet.Uid)).ShouldNotBeNull();
        found.Remarks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Count().ShouldBe(20);
        found.Version.ShouldBe(sheet.Version + 20);
    }

    [Fact]
    public async Task Numbers_are_taken_once_and_without_gaps_though_some_work_is_rolled_back()
    {
        await AtOnceAsync(12, async (store, name) =>
        {
            await using var work = await store.BeginAsync(Laboratory.Site, Laboratory.By(), Token);
            var number = await work.NextNumberAsync("sheets", Token);
            work.Add(new Worksheet { Id = $"{number}", Path = $"/{Laboratory.Site}/worksheets/{number}", Title = name });
            if (!name.EndsWith('3'))
            {
                await work.CommitAsync(Token);
            }
        });

        var sheets = await Laboratory.ReadAsync(reader => reader.ListAsync<Worksheet>(new LabQuery { Limit = 100 }, Token));
        sheets.Select(sheet => int.Parse(sheet.Id, System.Globalization.CultureInfo.InvariantCulture)).Order()
            .ShouldBe(Enumerable.Range(1, sheets.Count));
        sheets.Count.ShouldBe(22);
    }

    [Fact]
    public async Task A_worksheet_is_promoted_when_two_people_hand_in_its_last_two_results()
    {
        for (var i = 1; i <= 6; i++)
        {
            var (_, analyses) = await Laboratory.GivenSampleAsync($"W-000{i}", ["Cu", "Fe"]);
            var sheet = await Laboratory.GivenWorksheetAsync($"WS-00{i}", analyses);
            await _lab.EnterResultsAsync(analyses);

            await Task.WhenAll(_processes.Zip(analyses, (store, analysis) => ChangeAsync(store, async work =>
            {
                var actions = await LabActions.BeginAsync(work, GivenSamples.Analyst, Token);
                (await actions.DoAsync(analysis.Uid, TransitionId.Submit, null, Token)).ShouldBeNull();
                await actions.PromoteAsync(Token);
                return analysis;
            })));

            (await Laboratory.FindAsync<Worksheet>(sheet.Uid)).ShouldNotBeNull().State.ShouldBe(WorksheetState.ToBeVerified);
        }
    }

    [Fact]
    public async Task What_two_people_hand_to_the_queue_at_once_waits_for_one_task()
    {
        var (sheet, analyses) = await GivenResultsAsync(12);
        var request = new WorkRequest(TransitionId.Submit, sheet.Uid, [.. analyses.Select(analysis => analysis.Uid)]);

        var answers = await Task.WhenAll(_processes.Select(store =>
            _lab.WorkOn(store).RunAsync(Laboratory.Site, request, GivenSamples.Analyst, Laboratory.By("analyst1"), Token)));
        await _lab.Relay.RunOnceAsync(Token);
        await _lab.DrainAsync();

        answers.Sum(answer => answer.Queued).ShouldBe(12);
        answers.Sum(answer => answer.Refused.Count + (answer.Refusal is null ? 0 : 12)).ShouldBe(12);
        (await CountAsync("submit")).ShouldBe(12);
    }

    [Fact]
    public async Task A_chunk_that_two_consumers_do_at_once_has_its_effect_once()
    {
        var (sheet, analyses) = await GivenResultsAsync(8);
        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(analysis => analysis.Uid));
        var record = await _lab.RecordAsync(answer.TaskUid);

        var told = await Task.WhenAll(_processes.Select(store => _lab.RunnerOn(store).RunAsync(
            Laboratory.Site, record, [.. analyses.Select(analysis => analysis.Uid)], "consumer-1", mayTakeBack: false, Token)));

        told.ShouldAllBe(outcomes => outcomes.Count == 8 && outcomes.All(outcome => outcome.Outcome == OutcomeWord.Done));
        (await _lab.RecordAsync(answer.TaskUid)).ShouldSatisfyAllConditions(
            after => after.Done.ShouldBe(8), after => after.Status.ShouldBe(WorkStatus.Done));
        (await CountAsync("submit")).ShouldBe(8);
        (await _lab.PendingAsync(analyses)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_of_another_process_comes_between_two_objects_of_a_chunk()
    {
        var (sheet, analyses) = await GivenResultsAsync(5);
        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(analysis => analysis.Uid));
        Task person = Task.CompletedTask;
        var first = new InterruptedDatabase(Laboratory.Database)
        {
            InTurn = async () =>
            {
                person = RemarkAsync(_processes[1], sheet);
                await UntilSomebodyWaitsAsync();
            },
        };

        await _lab.RunnerOn(new LabStore(first, Laboratory.Time)).RunAsync(
            Laboratory.Site,
            await _lab.RecordAsync(answer.TaskUid),
            [.. analyses.Select(analysis => analysis.Uid)],
            "consumer-1",
            mayTakeBack: false,
            Token);
        await person;

        var actions = await Laboratory.ReadAsync(reader => reader.QueryAsync<string>(
            "select action from audit where site = @site and (action = 'submit' or (uid = @uid and action = 'edit')) order by number",
            new { site = Laboratory.Site, uid = sheet.Uid },
            Token));
        actions.Where(action => action is "submit" or "edit").Take(3).ShouldBe(["submit", "edit", "submit"]);
        (await _lab.RecordAsync(answer.TaskUid)).Done.ShouldBe(5);
    }

    [Fact]
    public async Task A_task_that_stands_still_loses_its_turn_and_nothing_of_it_has_happened()
    {
        var sheet = await Laboratory.GivenWorksheetAsync("WS-001", []);
        var task = new Origin("labmanager", Laboratory.Time.GetUtcNow()) { TaskUid = TaskUid.New(Laboratory.Time.GetUtcNow()) };
        await using var hanging = await _processes[0].BeginAsync(Laboratory.Site, task, Token);
        var found = await hanging.GetAsync<Worksheet>(sheet.Uid, Token);
        hanging.Put(found with { Remarks = "The task was here" });
        await hanging.FlushAsync(Token);

        await RemarkAsync(_processes[1], sheet);

        await Should.ThrowAsync<DbException>(() => hanging.CommitAsync(Token));
        var after = (await Laboratory.FindAsync<Worksheet>(sheet.Uid)).ShouldNotBeNull();
        (after.Remarks, after.Version).ShouldBe(("Seen", sheet.Version + 1));
    }

    [Fact]
    public async Task A_person_waits_for_the_task_in_turn_and_for_none_of_those_that_wait_longer()
    {
        var sheet = await Laboratory.GivenWorksheetAsync("WS-001", []);
        await using var third = new PostgresLabDatabase(_options with { Standstill = Patience });
        Task[] waiting;
        await using (var inTurn = await BeginTaskAsync(new LabStore(third, Laboratory.Time)))
        {
            waiting = [.. _processes.Select(NoteAsync)];
            await UntilSomebodyWaitsAsync(2);
            waiting = [.. waiting, RemarkAsync(_processes[1], sheet)];
            await UntilSomebodyWaitsAsync(3);
            inTurn.IsWanted.ShouldBeTrue();
            await inTurn.CommitAsync(Token);
        }

        await Task.WhenAll(waiting);

        var actions = await Laboratory.ReadAsync(reader => reader.QueryAsync<string>(
            "select action from audit where uid = @uid and action in ('noted', 'edit') order by number", new { uid = sheet.Uid }, Token));
        actions.ShouldBe(["edit", "noted", "noted"]);

        async Task NoteAsync(LabStore store)
        {
            await using var work = await BeginTaskAsync(store);
            work.Note(sheet.Uid, sheet.Path, "noted", null, null);
            await work.CommitAsync(Token);
        }
    }

    [Fact]
    public async Task Sites_do_not_wait_for_one_another()
    {
        await using var one = await _processes[0].BeginAsync("one", Laboratory.By(), Token);

        await using var two = await _processes[1].BeginAsync("two", Laboratory.By(), Token);

        (await two.NextNumberAsync("sheets", Token)).ShouldBe(1);
    }

    [Fact]
    public async Task Processes_that_start_at_once_make_the_schema_once()
    {
        PostgresLabDatabase[] databases =
        [
            .. Enumerable.Range(0, 4).Select(_ => new PostgresLabDatabase(_options with { ConnectionString = _options.ConnectionString + "_new" })),
        ];

        await Task.WhenAll(databases.Select(database => database.MigrateAsync(Token)));

        (await Task.WhenAll(databases.Select(database => database.SchemaAsync(Token)))).ShouldAllBe(schema => schema == PostgresLabDatabase.NewestSchema);
        foreach (var database in databases)
        {
            await database.DisposeAsync();
        }
    }

    private static Task<Worksheet> RemarkAsync(LabStore store, Worksheet sheet) => ChangeAsync(
        store, async work => work.Put((await work.GetAsync<Worksheet>(sheet.Uid, Token)) with { Remarks = "Seen" }));

    private static Task<T> ChangeAsync<T>(LabStore store, Func<LabWork, Task<T>> change) =>
        store.ChangeAsync(Laboratory.Site, new Origin("labmanager", store.Time.GetUtcNow()), change, Token);

    private Task<LabWork> BeginTaskAsync(LabStore store) => store.BeginAsync(
        Laboratory.Site, new Origin("labmanager", Laboratory.Time.GetUtcNow()) { TaskUid = TaskUid.New(Laboratory.Time.GetUtcNow()) }, Token);

    private Task AtOnceAsync(int times, Func<LabStore, string, Task> act) => Task.WhenAll(
        _processes.SelectMany((store, process) => Enumerable.Range(1, times).Select(time => act(store, $"{process}.{time}"))));

    private async Task<int> CountAsync(string action) => (int)await Laboratory.ReadAsync(reader =>
        reader.ScalarAsync<long>(
            "select count(*) from audit a join lab_object o on o.uid = a.uid where a.action = @action and o.portal_type = 'Analysis'",
            new { action },
            Token));

    private async Task UntilSomebodyWaitsAsync(int count = 1)
    {
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        while (await Laboratory.ReadAsync(reader => reader.ScalarAsync<long>(Waiting, new { site = Laboratory.Site }, Token)) < count)
        {
            TimeProvider.System.GetUtcNow().ShouldBeLessThan(deadline);
        }
    }

    private async Task<(Worksheet Sheet, IReadOnlyList<Analysis> Analyses)> GivenResultsAsync(int count)
    {
        var (_, analyses) = await Laboratory.GivenSampleAsync("W-0001", [.. Enumerable.Range(1, count).Select(number => $"S{number}")]);
        var sheet = await Laboratory.GivenWorksheetAsync("WS-001", analyses);
        await _lab.EnterResultsAsync(analyses);
        return (sheet, analyses);
    }
}
