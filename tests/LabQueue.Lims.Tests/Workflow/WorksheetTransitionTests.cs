using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;
using static LabQueue.Lims.Tests.GivenSamples;

namespace LabQueue.Lims.Tests.Workflow;

/// <summary>The way of worksheets, and of the analyses on them.</summary>
public sealed class WorksheetTransitionTests : IAsyncLifetime
{
    private Laboratory _laboratory = null!;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await Laboratory.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task A10_A_worksheet_submits_itself_when_its_last_open_analysis_leaves_and_opens_when_one_comes()
    {
        var (worksheet, _, analyses) = await GivenAsync("Cu", "Fe");
        await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid);

        (await _laboratory.DoAsync(Analyst, "unassign", analyses[1].Uid)).ShouldBeEmpty();
        (await _laboratory.StateAsync(worksheet)).ShouldBe(WorksheetState.ToBeVerified);

        await AssignAsync(analyses[1], worksheet);
        (await _laboratory.StateAsync(worksheet)).ShouldBe(WorksheetState.Open);

        await _laboratory.DoAsync(Analyst, "submit", analyses[1].Uid);
        await _laboratory.DoAsync(Verifier, "verify", analyses[0].Uid, analyses[1].Uid);
        (await _laboratory.StateAsync(worksheet)).ShouldBe(WorksheetState.Verified);
    }

    [Fact]
    public async Task A11_When_its_source_leaves_a_duplicate_is_gone()
    {
        var (_, _, analyses) = await GivenAsync("Cu", "Fe");
        var ofCu = await _laboratory.GivenDuplicateAsync(analyses[0]);
        var ofFe = await _laboratory.GivenDuplicateAsync(analyses[1]);

        (await _laboratory.DoAsync(Analyst, "unassign", analyses[0].Uid)).ShouldBeEmpty();

        (await _laboratory.StateAsync(ofCu)).ShouldBeNull();
        (await _laboratory.StateAsync(ofFe)).ShouldBe(AnalysisState.Assigned);
        (await _laboratory.FindAsync<Analysis>(analyses[0].Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.State.ShouldBe(AnalysisState.Unassigned), found => found.Slot.ShouldBeNull());
    }

    [Fact]
    public async Task A12_A_retract_takes_sample_and_worksheet_back_and_puts_a_retest_into_the_slot()
    {
        var (worksheet, sample, analyses) = await GivenAsync("Cu", "Fe");
        await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid, analyses[1].Uid);

        (await _laboratory.DoAsync(Analyst, "retract", analyses[0].Uid)).ShouldBeEmpty();

        (await _laboratory.StateAsync(sample)).ShouldBe(SampleState.Received);
        (await _laboratory.StateAsync(worksheet)).ShouldBe(WorksheetState.Open);
        var retest = (await _laboratory.AnalysesOfAsync(sample)).Single(found => found.RetestOf == analyses[0].Uid);
        retest.ShouldSatisfyAllConditions(
            found => found.State.ShouldBe(AnalysisState.Assigned),
            found => found.Result.ShouldBeEmpty(),
            found => found.Analyst.ShouldBe("analyst1"),
            found => found.Slot.ShouldNotBeNull().Position.ShouldBe(1),
            found => found.Path.ShouldBe(analyses[0].Path + "-1"));
        (await _laboratory.FindAsync<Analysis>(analyses[0].Uid)).ShouldNotBeNull().Slot.ShouldNotBeNull().Position.ShouldBe(1);
    }

    [Fact]
    public async Task A13_A_duplicates_retract_leaves_a_copy_with_the_result_and_the_sample_alone()
    {
        var (worksheet, sample, analyses) = await GivenAsync("Cu");
        var duplicate = await _laboratory.GivenDuplicateAsync(analyses[0]);
        await _laboratory.GivenResultsAsync([duplicate.Uid], "7.4");
        await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid, duplicate.Uid);

        (await _laboratory.DoAsync(Analyst, "retract", duplicate.Uid)).ShouldBeEmpty();

        (await _laboratory.StateAsync(worksheet)).ShouldBe(WorksheetState.Open);
        (await _laboratory.StateAsync(sample)).ShouldBe(SampleState.ToBeVerified);
        (await _laboratory.FindAsync<Analysis>(duplicate.Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            old => old.Id.ShouldBe("Cu-1"), old => old.State.ShouldBe(AnalysisState.Retracted));
        var rows = await _laboratory.ReadAsync(reader => reader.SlotsAsync(worksheet.Uid, None));
        var copy = await _laboratory.FindAsync<Analysis>(rows[^1].AnalysisUid);
        copy.ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.Id.ShouldBe("Cu"),
            found => found.State.ShouldBe(AnalysisState.Assigned),
            found => found.Result.ShouldBe("7.4"),
            found => found.RetestOf.ShouldBe(duplicate.Uid),
            found => found.Slot.ShouldNotBeNull().Position.ShouldBe(duplicate.Slot!.Position));
    }

    [Fact]
    public async Task A_reference_analysis_is_replaced_in_its_slot_and_group()
    {
        var (worksheet, _, analyses) = await GivenAsync("Cu");
        var control = await _laboratory.GivenDuplicateAsync(analyses[0], copy => copy with
        {
            Kind = AnalysisKind.Control,
            Source = null,
            Path = "/senaite/setup/suppliers/supplier-1/QC-001/Cu",
            Container = "cccccccccccccccccccccccccccccccc",
            ContainerId = "QC-001",
            ReferenceAnalysesGroupID = "QC-001-001",
            Result = "10",
        });
        await _laboratory.DoAsync(Analyst, "submit", control.Uid);

        (await _laboratory.DoAsync(Analyst, "retract", control.Uid)).ShouldBeEmpty();

        var rows = await _laboratory.ReadAsync(reader => reader.SlotsAsync(worksheet.Uid, None));
        (await _laboratory.FindAsync<Analysis>(rows[^1].AnalysisUid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.Id.ShouldBe("Cu-1"),
            found => found.Result.ShouldBe("10"),
            found => found.RetestOf.ShouldBe(control.Uid),
            found => found.ReferenceAnalysesGroupID.ShouldBe("QC-001-001"),
            found => found.State.ShouldBe(AnalysisState.Assigned));
    }

    [Fact]
    public async Task A_worksheets_retract_retracts_all_its_results()
    {
        var (worksheet, sample, analyses) = await GivenAsync("Cu", "Fe", "Ca");
        await _laboratory.DoAsync(Analyst, "submit", [.. analyses.Select(analysis => analysis.Uid)]);

        (await _laboratory.DoAsync(Manager, "retract", worksheet.Uid)).ShouldBeEmpty();

        (await _laboratory.StateAsync(worksheet)).ShouldBe(WorksheetState.Open);
        var tally = await _laboratory.ReadAsync(reader => reader.TallyWorksheetAsync(worksheet.Uid, None));
        tally[AnalysisState.Retracted].ShouldBe(3);
        tally[AnalysisState.Assigned].ShouldBe(3);
        (await _laboratory.StateAsync(sample)).ShouldBe(SampleState.Received);
    }

    [Fact]
    public async Task T53_A_verified_worksheet_cannot_be_retracted()
    {
        var (worksheet, _, analyses) = await GivenAsync("Cu", "Fe");
        await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid, analyses[1].Uid);
        await _laboratory.DoAsync(Verifier, "verify", analyses[0].Uid);
        (await _laboratory.DoAsync(Manager, "retract", worksheet.Uid)).ShouldHaveSingleItem().Message.ShouldBe(
            "WS-001 cannot be retracted: 1 of its results are verified already.");
        await _laboratory.DoAsync(Verifier, "verify", analyses[1].Uid);

        (await _laboratory.AllowedAsync(Manager, worksheet.Uid)).ShouldBeEmpty();
        (await _laboratory.DoAsync(Manager, "retract", worksheet.Uid)).ShouldHaveSingleItem().Message.ShouldBe(
            "WS-001 is verified; to retract it, it would have to be to be verified.");
    }

    [Fact]
    public async Task T33_What_was_retracted_leaves_its_worksheet_and_stays_retracted()
    {
        var (worksheet, _, analyses) = await GivenAsync("Cu");
        await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid);
        await _laboratory.DoAsync(Analyst, "retract", analyses[0].Uid);

        (await _laboratory.DoAsync(Analyst, "unassign", analyses[0].Uid)).ShouldBeEmpty();

        (await _laboratory.FindAsync<Analysis>(analyses[0].Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.State.ShouldBe(AnalysisState.Retracted), found => found.Slot.ShouldBeNull());
        (await _laboratory.ReadAsync(reader => reader.SlotsAsync(worksheet.Uid, None))).ShouldHaveSingleItem();
        (await _laboratory.DoAsync(Analyst, "unassign", analyses[0].Uid)).ShouldHaveSingleItem().Message.ShouldBe(
            "Cu of W-0001 is on no worksheet.");
    }

    [Fact]
    public async Task T35_A_worksheet_whose_analyses_were_all_rejected_opens_again_and_can_be_removed()
    {
        var (worksheet, _, analyses) = await GivenAsync("Cu", "Fe");
        await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid, analyses[1].Uid);

        await _laboratory.DoAsync(Manager, "reject", analyses[0].Uid, analyses[1].Uid);

        (await _laboratory.StateAsync(worksheet)).ShouldBe(WorksheetState.Open);
        (await _laboratory.DoAsync(Manager, "remove", worksheet.Uid)).ShouldBeEmpty();
        (await _laboratory.StateAsync(worksheet)).ShouldBeNull();
    }

    [Fact]
    public async Task T40_What_is_removed_keeps_its_record()
    {
        var (worksheet, _, analyses) = await GivenAsync("Cu");
        var duplicate = await _laboratory.GivenDuplicateAsync(analyses[0]);
        await _laboratory.DoAsync(Analyst, "unassign", duplicate.Uid, analyses[0].Uid);
        await _laboratory.DoAsync(Manager, "remove", worksheet.Uid);

        (await ActionsOnAsync(duplicate)).ShouldBe(["create", "unassign"]);
        (await ActionsOnAsync(worksheet)).ShouldBe(["create", "remove"]);
    }

    [Fact]
    public async Task T57_A_worksheet_is_promoted_once_behind_all_its_analyses()
    {
        var (worksheet, _, analyses) = await GivenAsync([.. Enumerable.Range(1, 20).Select(number => $"T{number}")]);

        await _laboratory.ActAsync(Analyst, async actions =>
        {
            foreach (var analysis in analyses)
            {
                (await actions.DoAsync(analysis.Uid, "submit", null, None)).ShouldBeNull();
            }

            (await actions.Work.GetAsync<Worksheet>(worksheet.Uid, None)).State.ShouldBe(WorksheetState.Open);
            return 0;
        });

        (await _laboratory.FindAsync<Worksheet>(worksheet.Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.State.ShouldBe(WorksheetState.ToBeVerified),
            found => found.Version.ShouldBe(worksheet.Version + 1));
    }

    private async Task<(Worksheet Worksheet, Sample Sample, IReadOnlyList<Analysis> Analyses)> GivenAsync(params string[] keywords)
    {
        var (sample, analyses) = await _laboratory.GivenSampleAsync("W-0001", keywords);
        var worksheet = await _laboratory.GivenWorksheetAsync("WS-001", analyses);
        await _laboratory.GivenResultsAsync(analyses.Select(analysis => analysis.Uid));
        return (worksheet, sample, analyses);
    }

    private Task<Analysis> AssignAsync(Analysis analysis, Worksheet worksheet) => _laboratory.ActAsync(Manager, async actions =>
    {
        (await actions.CheckAsync(analysis.Uid, TransitionId.Assign, None)).ShouldBeNull();
        var found = await actions.Work.GetAsync<Analysis>(analysis.Uid, None);
        var slot = new Slot(worksheet.Uid, 1, await actions.NextOrdinalAsync(worksheet.Uid, None));
        actions.TouchWorksheet(worksheet.Uid);
        return actions.Move(found with { Slot = slot }, TransitionId.Assign, AnalysisState.Assigned);
    });

    private Task<IReadOnlyList<string>> ActionsOnAsync(LabObject value) => _laboratory.ReadAsync(reader =>
        reader.QueryAsync<string>(
            "select action from audit where site = @site and uid = @uid order by number",
            new { site = Laboratory.Site, uid = value.Uid },
            None));
}
