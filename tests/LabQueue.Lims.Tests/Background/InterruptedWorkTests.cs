using LabQueue.Lims.Access;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Tests.Background;

/// <summary>Work on many objects and people's own keep out of each other's way, and what one of them did the other one knows.</summary>
public sealed class InterruptedWorkTests : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private QueuedLaboratory _lab = null!;
    private InterruptedDatabase _database = null!;
    private LabStore _store = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _lab = await QueuedLaboratory.CreateAsync(chunk: 5);
        _database = new InterruptedDatabase(_lab.Laboratory.Database);
        _store = new LabStore(_database, _lab.Laboratory.Time);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task An_object_that_changes_while_the_click_is_judged_is_judged_again()
    {
        var (sheet, analyses) = await GivenResultsAsync(3);
        _database.BeforeTurn = () => ChangeAsync(analyses[1], analysis => analysis with { Result = "13" });

        var answer = await AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet, analyses);
        await _lab.Relay.RunOnceAsync(Token);
        await _lab.DrainAsync();

        answer.Queued.ShouldBe(3);
        (await _lab.RecordAsync(answer.TaskUid)).Done.ShouldBe(3);
    }

    [Fact]
    public async Task T16_What_somebody_else_queues_while_the_click_is_judged_is_refused_object_by_object()
    {
        var (sheet, analyses) = await GivenResultsAsync(3);
        WorkAnswer? first = null;
        _database.BeforeTurn = async () =>
            first = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, [analyses[1].Uid]);

        var answer = await AskAsync(GivenSamples.Manager, TransitionId.Submit, sheet, analyses);

        answer.Queued.ShouldBe(2);
        var refused = answer.Refused.ShouldHaveSingleItem();
        refused.Uid.ShouldBe(analyses[1].Uid);
        refused.Message.ShouldContain(first.ShouldNotBeNull().TaskUid.ShouldNotBeNull()[..9]);
        (await _lab.PendingAsync(analyses)).ShouldBe(analyses.Select(analysis => analysis.Uid), ignoreOrder: true);
    }

    [Fact]
    public async Task T16_A_worksheet_that_somebody_else_fills_while_the_click_is_judged_takes_no_second_filling()
    {
        var (_, analyses) = await _lab.Laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var sheet = await _lab.Laboratory.GivenWorksheetAsync("WS-001", []);
        _database.BeforeTurn = () => _lab.AskAsync(GivenSamples.Manager, WorkAction.Assign, sheet.Uid, [analyses[0].Uid]);

        var answer = await AskAsync(GivenSamples.Manager, WorkAction.Assign, sheet, [analyses[1]]);

        answer.Refusal.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Pending);
        (await _lab.PendingAsync(analyses)).ShouldBe([analyses[0].Uid]);
    }

    [Fact]
    public async Task T16_A_sample_whose_analyses_are_queued_while_the_click_is_judged_is_refused()
    {
        var (sheet, analyses) = await GivenResultsAsync(2);
        var sample = (await _lab.Laboratory.FindAsync<Sample>(analyses[0].Container)).ShouldNotBeNull();
        await _lab.Laboratory.GivenSetupAsync(setup => setup with { RejectionReasons = ["Broken"] });
        WorkAnswer? first = null;
        _database.BeforeTurn = async () => first = await _lab.AskAsync(
            GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(analysis => analysis.Uid));

        var answer = await AskAsync(GivenSamples.Manager, TransitionId.Reject, sample, [sample]);

        answer.Queued.ShouldBe(0);
        answer.Refused.ShouldHaveSingleItem().Message.ShouldContain(first.ShouldNotBeNull().TaskUid.ShouldNotBeNull()[..9]);
    }

    [Fact]
    public async Task A_person_who_waits_comes_between_two_objects_of_a_chunk()
    {
        var (sheet, analyses) = await GivenResultsAsync(5);
        var answer = await _lab.AskAsync(
            GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(analysis => analysis.Uid));
        var person = Task.FromResult(sheet);
        _database.InTurn = () =>
        {
            person = RemarkAsync(sheet);
            return Task.CompletedTask;
        };

        var outcomes = await _lab.RunnerOn(_store).RunAsync(
            Laboratory.Site,
            await _lab.RecordAsync(answer.TaskUid),
            [.. analyses.Select(analysis => analysis.Uid)],
            "consumer-1",
            mayTakeBack: false,
            Token);
        await person;

        outcomes.ShouldAllBe(outcome => outcome.Outcome == OutcomeWord.Done);
        (await _lab.RecordAsync(answer.TaskUid)).Done.ShouldBe(5);
        var actions = await _lab.Laboratory.ReadAsync(reader => reader.QueryAsync<string>(
            "select action from audit where site = @site and (action = 'submit' or (uid = @uid and action = 'edit')) order by number",
            new { site = Laboratory.Site, uid = sheet.Uid },
            Token));
        actions.Take(3).ShouldBe(["submit", "edit", "submit"]);
    }

    private Task<WorkAnswer> AskAsync(LabUser user, string action, LabObject context, IReadOnlyList<LabObject> objects) =>
        _lab.WorkOn(_store).RunAsync(
            Laboratory.Site,
            new WorkRequest(action, context.Uid, [.. objects.Select(value => value.Uid)]),
            user,
            _lab.Laboratory.By(user.Username),
            Token);

    private Task<Worksheet> RemarkAsync(Worksheet sheet) => _lab.Laboratory.ChangeAsync(
        async work => work.Put((await work.GetAsync<Worksheet>(sheet.Uid, Token)) with { Remarks = "Seen" }));

    private Task<Analysis> ChangeAsync(Analysis analysis, Func<Analysis, Analysis> change) => _lab.Laboratory.ChangeAsync(
        async work => work.Put(change(await work.GetAsync<Analysis>(analysis.Uid, Token))));

    private async Task<(Worksheet Sheet, IReadOnlyList<Analysis> Analyses)> GivenResultsAsync(int count)
    {
        var (_, analyses) = await _lab.Laboratory.GivenSampleAsync(
            "W-0001", [.. Enumerable.Range(1, count).Select(number => $"S{number}")]);
        var sheet = await _lab.Laboratory.GivenWorksheetAsync("WS-001", analyses);
        await _lab.EnterResultsAsync(analyses);
        return (sheet, analyses);
    }
}
