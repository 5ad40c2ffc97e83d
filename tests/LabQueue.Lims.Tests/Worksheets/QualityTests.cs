using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;
using LabQueue.Lims.Worksheets;
using static LabQueue.Lims.Tests.GivenSamples;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>Duplicates, blanks and controls that people add to worksheets.</summary>
public sealed class QualityTests : IAsyncLifetime
{
    private static readonly TemplateRow[] Layout =
    [
        new(1, AnalysisKind.Routine), new(2, AnalysisKind.Routine), new(3, AnalysisKind.Duplicate, DuplicateOf: 1),
        new(4, AnalysisKind.Routine), new(5, AnalysisKind.Duplicate, DuplicateOf: 4),
        new(6, AnalysisKind.Control), new(7, AnalysisKind.Blank),
    ];

    private Laboratory _laboratory = null!;
    private Worksheet _worksheet = null!;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _laboratory = await GivenSheets.CreateAsync();
        _worksheet = await _laboratory.GivenEmptySheetAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task A9_Duplicates_go_to_the_templates_slot_while_it_is_empty_and_to_a_new_one_once_it_is_not()
    {
        var template = await _laboratory.GivenTemplateAsync(["Cu"], Layout);
        _worksheet = await _laboratory.GivenEmptySheetAsync(wanted => wanted with { Template = template.Uid });
        await GivenInSlotAsync("W-0001", 4, "Cu", "Fe");

        var first = await AddDuplicatesAsync(4);
        await _laboratory.DoAsync(Manager, "unassign", first[0].Uid);
        var second = await AddDuplicatesAsync(4);

        first.Select(duplicate => duplicate.Slot!.Position).ShouldBe([5, 5]);
        second.Select(duplicate => duplicate.Slot!.Position).ShouldBe([8, 8]);
        (await _laboratory.RowsAsync(_worksheet)).ShouldBe(
            ["4 a W-0001 Cu", "4 a W-0001 Fe", "5 d W-0001 Fe", "8 d W-0001 Cu", "8 d W-0001 Fe"]);
    }

    [Fact]
    public async Task T43_Duplicates_of_a_sample_in_two_slots_do_not_share_their_group()
    {
        await GivenInSlotAsync("W-0001", 1, "Cu", "Fe");

        var first = await AddDuplicatesAsync(1);
        var second = await AddDuplicatesAsync(1);

        first.ShouldAllBe(duplicate => duplicate.ReferenceAnalysesGroupID == "W-0001-D01");
        second.ShouldAllBe(duplicate => duplicate.ReferenceAnalysesGroupID == "W-0001-D02");
    }

    [Fact]
    public async Task A_duplicate_lies_below_the_worksheet_and_has_nothing_of_its_sources_result()
    {
        var (source, _) = await GivenInSlotAsync("W-0001", 1, "Cu");
        await _laboratory.GivenResultsAsync([source.Uid]);

        var first = (await AddDuplicatesAsync(1)).ShouldHaveSingleItem();
        var second = (await AddDuplicatesAsync(1)).ShouldHaveSingleItem();

        (await _laboratory.FindAsync<Analysis>(first.Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.PortalType.ShouldBe(Analysis.DuplicateType),
            found => found.Path.ShouldBe("/senaite/worksheets/WS-001/Cu"),
            found => found.ParentUid.ShouldBe(_worksheet.Uid),
            found => found.ClientUid.ShouldBeNull(),
            found => found.Source.ShouldBe(source.Uid),
            found => found.State.ShouldBe(AnalysisState.Assigned),
            found => found.Analyst.ShouldBe("analyst1"),
            found => found.History.ShouldBeEmpty(),
            found => found.Result.ShouldBeEmpty());
        second.Path.ShouldBe("/senaite/worksheets/WS-001/Cu-1");
    }

    [Fact]
    public async Task What_is_repeated_in_the_slot_already_is_left_alone()
    {
        await GivenInSlotAsync("W-0001", 1, "Cu");
        await AddDuplicatesAsync(1, 2);
        await GivenInSlotAsync("W-0001", 1, "Fe");

        var added = await AddDuplicatesAsync(1, 2);

        added.ShouldHaveSingleItem().Keyword.ShouldBe("Fe");
        (await AddDuplicatesAsync(1, 2)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retracted_analysis_is_not_repeated_but_its_retest_is()
    {
        var (source, _) = await GivenInSlotAsync("W-0001", 1, "Cu");
        await _laboratory.GivenResultsAsync([source.Uid]);
        await _laboratory.DoAsync(Analyst, "submit", source.Uid);
        (await _laboratory.DoAsync(Manager, "retract", source.Uid)).ShouldBeEmpty();

        var added = await AddDuplicatesAsync(1);

        added.ShouldHaveSingleItem().Source.ShouldNotBe(source.Uid);
    }

    [Theory]
    [InlineData(1, 1, "Slot 1 of WS-001 is taken by something else.")]
    [InlineData(1, 0, "There is no slot 0: slots are counted from 1.")]
    [InlineData(9, null, "Slot 9 of WS-001 holds no sample, so there is nothing to repeat.")]
    public async Task Duplicates_that_cannot_be_made_are_refused_with_a_reason(int source, int? position, string reason)
    {
        await GivenInSlotAsync("W-0001", 1, "Cu");

        var (added, refusal) = await _laboratory.OnSheetAsync(
            Manager, _worksheet, sheet => sheet.AddDuplicatesAsync(source, position, None));

        added.ShouldBeEmpty();
        refusal.ShouldNotBeNull().Message.ShouldBe(reason);
        (await _laboratory.RowsAsync(_worksheet)).ShouldBe(["1 a W-0001 Cu"]);
    }

    [Fact]
    public async Task A_duplicate_is_no_source()
    {
        await GivenInSlotAsync("W-0001", 1, "Cu");
        await AddDuplicatesAsync(1, 2);

        var (_, refusal) = await _laboratory.OnSheetAsync(Manager, _worksheet, sheet => sheet.AddDuplicatesAsync(2, null, None));

        refusal.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.NotNow);
    }

    [Fact]
    public async Task Blanks_of_one_slot_are_added_by_title_and_share_a_numbered_group()
    {
        var blank = await _laboratory.GivenReferenceAsync(["Zn", "Cu", "Fe"]);
        var services = blank.ReferenceResults.Select(row => row.Service).ToArray();

        var (added, refusal) = await AddReferencesAsync(blank, [services[0], services[1]], null);
        var (missing, _) = await AddReferencesAsync(blank, services, 1);
        var (second, _) = await AddReferencesAsync(blank, services, null);

        refusal.ShouldBeNull();
        added.Select(analysis => analysis.Keyword).ShouldBe(["Cu", "Zn"]);
        added.Select(analysis => analysis.Path).ShouldBe([$"{blank.Path}/Cu", $"{blank.Path}/Zn"]);
        missing.ShouldHaveSingleItem().Keyword.ShouldBe("Fe");
        added.Concat(missing).ShouldAllBe(analysis => analysis.ReferenceAnalysesGroupID == "QC-001-001" && analysis.Slot!.Position == 1);
        second.ShouldAllBe(analysis => analysis.ReferenceAnalysesGroupID == "QC-001-002" && analysis.Slot!.Position == 2);
        added[0].ShouldSatisfyAllConditions(
            analysis => analysis.Kind.ShouldBe(AnalysisKind.Blank),
            analysis => analysis.State.ShouldBe(AnalysisState.Assigned),
            analysis => (analysis.Min, analysis.Max).ShouldBe((0.5m, 1.5m)));
        (await _laboratory.ViewAsync(_worksheet)).Numbers.QcAnalyses.ShouldBe(6);
    }

    [Fact]
    public async Task T39_An_expired_reference_sample_is_refused()
    {
        var expired = await _laboratory.GivenReferenceAsync(
            ["Cu"], change: sample => sample with { ExpiryDate = _laboratory.Time.GetUtcNow().AddDays(-1) });

        var (added, refusal) = await AddReferencesAsync(expired, [expired.ReferenceResults[0].Service], null);

        added.ShouldBeEmpty();
        refusal.ShouldNotBeNull().Message.ShouldBe("Reference sample QC-001 is not in use, or past one of its dates.");
    }

    [Fact]
    public async Task A_service_that_the_reference_sample_does_not_support_is_refused()
    {
        var blank = await _laboratory.GivenReferenceAsync(["Cu"]);
        var iron = await _laboratory.GivenServiceAsync("Fe");

        (await AddReferencesAsync(blank, [iron.Uid], null)).Refusal.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Invalid);
        (await AddReferencesAsync(blank, [], null)).Refusal.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Invalid);
    }

    [Fact]
    public async Task Quality_analyses_are_added_to_open_worksheets_only()
    {
        var (source, _) = await GivenInSlotAsync("W-0001", 1, "Cu");
        var blank = await _laboratory.GivenReferenceAsync(["Cu"]);
        await _laboratory.GivenResultsAsync([source.Uid]);
        await _laboratory.DoAsync(Analyst, "submit", source.Uid);

        var (_, duplicate) = await _laboratory.OnSheetAsync(Manager, _worksheet, sheet => sheet.AddDuplicatesAsync(1, null, None));
        var (_, reference) = await AddReferencesAsync(blank, [blank.ReferenceResults[0].Service], null);

        duplicate.ShouldBe(reference);
        duplicate.ShouldNotBeNull().Message.ShouldStartWith("WS-001 is to be verified; ");
    }

    private async Task<(Analysis First, IReadOnlyList<Analysis> All)> GivenInSlotAsync(
        string id, int position, params string[] keywords)
    {
        var sample = await _laboratory.ReadAsync(reader => reader.FindPathAsync($"/senaite/clients/client-1/{id}", None));
        var analyses = sample is null
            ? (await _laboratory.GivenSampleAsync(id, keywords)).Analyses
            : [await GivenAnalysisAsync((Sample)sample, keywords[0])];
        await _laboratory.AssignAsync(
            _worksheet, [.. analyses.Select(analysis => new Placement(analysis.Uid, position))]);
        return (analyses[0], analyses);
    }

    private async Task<Analysis> GivenAnalysisAsync(Sample sample, string keyword)
    {
        var service = await _laboratory.GivenServiceAsync(keyword);
        return await _laboratory.AddAsync(new Analysis
        {
            Id = keyword,
            Path = $"{sample.Path}/{keyword}",
            ParentUid = sample.Uid,
            Title = keyword,
            Keyword = keyword,
            Container = sample.Uid,
            ContainerId = sample.Id,
            AnalysisService = service.Uid,
            State = AnalysisState.Unassigned,
        });
    }

    private Task<IReadOnlyList<Analysis>> AddDuplicatesAsync(int source, int? position = null) =>
        _laboratory.OnSheetAsync(Manager, _worksheet, async sheet =>
        {
            var (added, refusal) = await sheet.AddDuplicatesAsync(source, position, None);
            refusal.ShouldBeNull();
            return added;
        });

    private Task<(IReadOnlyList<Analysis> Added, Refusal? Refusal)> AddReferencesAsync(
        ReferenceSample sample, IReadOnlyList<string> services, int? position) =>
        _laboratory.OnSheetAsync(Manager, _worksheet, sheet => sheet.AddReferencesAsync(sample.Uid, services, position, None));
}
