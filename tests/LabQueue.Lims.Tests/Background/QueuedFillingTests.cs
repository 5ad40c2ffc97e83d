using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Workflow;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Lims.Tests.Background;

/// <summary>Worksheets are filled, and samples registered, by the queue.</summary>
public sealed class QueuedFillingTests : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private QueuedLaboratory _lab = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _lab = await QueuedLaboratory.CreateAsync(chunk: 5);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A1_Assigning_15_analyses_goes_5_at_a_time_and_in_the_order_of_their_samples()
    {
        var analyses = await GivenAnalysesAsync(15);
        var sheet = await _lab.Laboratory.GivenWorksheetAsync("WS-001", []);

        await _lab.AskAsync(GivenSamples.Manager, WorkAction.Assign, sheet.Uid, analyses.Reverse().Select(one => one.Uid));

        var assigned = new List<int>();
        while (await _lab.WorkAsync() is not null)
        {
            assigned.Add((await _lab.StatesAsync(analyses)).Count(state => state == AnalysisState.Assigned));
            (await _lab.PendingAsync(analyses)).ShouldBe(analyses.Skip(assigned[^1]).Select(one => one.Uid));
        }

        assigned.ShouldBe([5, 10, 15]);
        var rows = await _lab.Laboratory.ReadAsync(reader => reader.SlotsAsync(sheet.Uid, Token));
        rows.Select(row => row.AnalysisUid).ShouldBe(analyses.Select(one => one.Uid));
        rows.Select(row => row.Position).ShouldBe(Enumerable.Range(1, 15));
    }

    [Fact]
    public async Task T16_A_worksheet_that_is_being_filled_takes_no_second_filling()
    {
        var analyses = await GivenAnalysesAsync(3);
        var sheet = await _lab.Laboratory.GivenWorksheetAsync("WS-001", []);
        var first = await _lab.AskAsync(GivenSamples.Manager, WorkAction.Assign, sheet.Uid, [analyses[0].Uid]);

        var second = await _lab.AskAsync(GivenSamples.Manager, WorkAction.Assign, sheet.Uid, [analyses[1].Uid]);

        second.Refusal.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Pending);
        second.Refusal.Message.ShouldContain(first.TaskUid.ShouldNotBeNull()[..9]);
    }

    [Fact]
    public async Task T29_A17_A_templates_duplicates_are_there_once_the_queue_is_drained()
    {
        var service = await _lab.Laboratory.GivenServiceAsync("Cu");
        await GivenAnalysesAsync(8);
        var template = await _lab.Laboratory.AddAsync(new WorksheetTemplate
        {
            Id = "worksheettemplate-1",
            Path = "/senaite/bika_setup/bika_worksheettemplates/worksheettemplate-1",
            Title = "Six and two",
            Services = [service.Uid],
            TemplateLayout =
            [
                .. Enumerable.Range(1, 6).Select(position => new TemplateRow(position, AnalysisKind.Routine)),
                new TemplateRow(7, AnalysisKind.Duplicate, DuplicateOf: 1),
                new TemplateRow(8, AnalysisKind.Duplicate, DuplicateOf: 6),
            ],
        });
        var sheet = await _lab.Laboratory.GivenWorksheetAsync("WS-001", []);

        var answer = await _lab.Work.RunAsync(
            Laboratory.Site,
            new WorkRequest(WorkAction.ApplyTemplate, sheet.Uid, []) { TemplateUid = template.Uid },
            GivenSamples.Manager,
            _lab.Laboratory.By(),
            Token);
        await _lab.Relay.RunOnceAsync(Token);
        await _lab.DrainAsync();

        answer.Queued.ShouldBe(6);
        var rows = await _lab.Laboratory.ReadAsync(reader => reader.SlotsAsync(sheet.Uid, Token));
        rows.Select(row => (row.Position, row.Kind)).ShouldBe(
        [
            .. Enumerable.Range(1, 6).Select(position => (position, AnalysisKind.Routine)),
            (7, AnalysisKind.Duplicate),
            (8, AnalysisKind.Duplicate),
        ]);
    }

    [Fact]
    public async Task Samples_registered_by_the_queue_are_there_at_once_and_take_their_ids_last_and_without_gaps()
    {
        var wanted = await WantedAsync(12);

        var answer = await RegisterAsync(wanted);
        var before = await SamplesAsync();
        await _lab.DrainAsync();

        answer.Queued.ShouldBe(12);
        before.Count.ShouldBe(12);
        before.ShouldAllBe(sample => sample.State == SampleState.Pending);
        var after = await SamplesAsync();
        after.Select(sample => sample.Id).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(1, 12).Select(number => $"W-{number:0000}"));
        after.ShouldAllBe(sample => sample.State == SampleState.Due);
    }

    [Fact]
    public async Task A_sample_that_cannot_be_registered_is_refused_by_its_place_and_the_others_are_kept()
    {
        var wanted = await WantedAsync(3);

        var answer = await RegisterAsync([wanted[0], wanted[1] with { Services = ["Nonsense"] }, wanted[2]]);

        answer.Queued.ShouldBe(2);
        answer.Refused.ShouldHaveSingleItem().Index.ShouldBe(1);
    }

    [Fact]
    public async Task A_registration_whose_task_was_removed_is_completed_all_the_same()
    {
        var answer = await RegisterAsync(await WantedAsync(3));
        await _lab.Queue.DeleteAsync(answer.TaskUid.ShouldNotBeNull(), new Actor("labmanager"), Token);
        await _lab.Follower.RunOnceAsync(Token);
        _lab.Laboratory.Time.Advance(TimeSpan.FromMinutes(2));
        using var keeper = new RegistrationKeeper(
            _lab.Laboratory.Store,
            _lab.Work,
            new Users.LabUsers(),
            new LabSite(Laboratory.Site),
            _lab.Laboratory.Time,
            NullLogger<RegistrationKeeper>.Instance);

        (await keeper.RunOnceAsync(Token)).ShouldBe(3);
        await _lab.Relay.RunOnceAsync(Token);
        await _lab.DrainAsync();

        (await SamplesAsync()).ShouldAllBe(sample => sample.State == SampleState.Due);
    }

    private async Task<WorkAnswer> RegisterAsync(IReadOnlyList<NewSample> wanted)
    {
        var answer = await _lab.Work.RunAsync(
            Laboratory.Site,
            new WorkRequest(WorkAction.Register, LabUid.Site, []) { NewSamples = wanted },
            GivenSamples.Manager,
            _lab.Laboratory.By(),
            Token);
        await _lab.Relay.RunOnceAsync(Token);
        return answer;
    }

    private async Task<IReadOnlyList<NewSample>> WantedAsync(int count)
    {
        await _lab.Laboratory.GivenServiceAsync("Cu");
        var client = await _lab.Laboratory.GivenClientOfSamplesAsync();
        var contact = await _lab.Laboratory.AddAsync(new Contact
        {
            Id = "contact-1",
            Path = client.Path + "/contact-1",
            ParentUid = client.Uid,
            ClientUid = client.Uid,
            Firstname = "Rita",
        });
        var type = await _lab.Laboratory.AddAsync(new SampleType
        {
            Id = "sampletype-1",
            Path = "/senaite/setup/sampletypes/sampletype-1",
            Title = "Water",
            Prefix = "W",
        });
        return [.. Enumerable.Range(0, count).Select(_ => new NewSample(client.Uid, type.Uid, ["Cu"]) { Contact = contact.Uid })];
    }

    private Task<IReadOnlyList<Sample>> SamplesAsync() => _lab.Laboratory.ReadAsync(
        reader => reader.ListAsync<Sample>(new Store.LabQuery { Limit = 100 }, Token));

    private async Task<IReadOnlyList<Analysis>> GivenAnalysesAsync(int count)
    {
        var analyses = new List<Analysis>();
        for (var i = 1; i <= count; i++)
        {
            analyses.AddRange((await _lab.Laboratory.GivenSampleAsync($"W-{i:0000}", ["Cu"])).Analyses);
        }

        return analyses;
    }
}
