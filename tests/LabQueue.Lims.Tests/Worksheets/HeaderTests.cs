using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Users;
using LabQueue.Lims.Workflow;
using LabQueue.Lims.Worksheets;
using static LabQueue.Lims.Tests.GivenSamples;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>Worksheets that are made and whose header is changed.</summary>
public sealed class HeaderTests : IAsyncLifetime
{
    private Laboratory _laboratory = null!;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await GivenSheets.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task Worksheets_are_numbered_without_gaps_also_where_one_was_refused()
    {
        await _laboratory.GivenEmptySheetAsync();
        var (_, refusal) = await CreateAsync(Manager, new NewSheet("nobody"));
        var second = await _laboratory.GivenEmptySheetAsync();

        refusal.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Invalid);
        second.ShouldSatisfyAllConditions(
            worksheet => worksheet.Id.ShouldBe("WS-002"),
            worksheet => worksheet.Title.ShouldBe("WS-002"),
            worksheet => worksheet.Path.ShouldBe("/senaite/worksheets/WS-002"),
            worksheet => worksheet.State.ShouldBe(WorksheetState.Open),
            worksheet => worksheet.ResultsLayout.ShouldBe(SheetChange.Classic));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("clerk1")]
    [InlineData("former")]
    public async Task An_analyst_is_a_user_who_enters_results(string analyst)
    {
        await _laboratory.GivenUserAsync("clerk1", Role.LabClerk);
        var former = await _laboratory.GivenUserAsync("former", Role.Analyst);
        await _laboratory.ChangeAsync(async work =>
        {
            await LabUsers.PutAsync(work, former, former with { Disabled = true }, "edit", None);
            return 0;
        });

        var (_, refusal) = await CreateAsync(Manager, new NewSheet(analyst));

        refusal.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Invalid);
    }

    [Theory]
    [InlineData(true, Role.Analyst, false)]
    [InlineData(true, Role.LabClerk, false)]
    [InlineData(true, Role.LabManager, true)]
    [InlineData(false, Role.Analyst, true)]
    [InlineData(false, Role.LabClerk, true)]
    [InlineData(false, Role.Verifier, false)]
    public async Task Who_may_make_worksheets_is_the_setups_choice(bool restricted, string role, bool may)
    {
        await _laboratory.GivenSetupAsync(setup => setup with { RestrictWorksheetManagement = restricted });

        var (worksheet, refusal) = await CreateAsync(new LabUser("somebody", [role]), new NewSheet("analyst1"));

        (worksheet is not null).ShouldBe(may);
        refusal?.Kind.ShouldBe(RefusalKind.Forbidden);
    }

    [Fact]
    public async Task What_a_worksheet_names_has_to_be_there()
    {
        var instrument = await CreateAsync(Manager, new NewSheet("analyst1") { Instrument = "x" });
        var method = await CreateAsync(Manager, new NewSheet("analyst1") { Method = "x" });
        var template = await CreateAsync(Manager, new NewSheet("analyst1") { Template = "x" });
        var layout = await CreateAsync(Manager, new NewSheet("analyst1") { ResultsLayout = "x" });

        instrument.Refusal.ShouldBe(new Refusal(RefusalKind.Invalid, "There is no active instrument x."));
        method.Refusal.ShouldBe(new Refusal(RefusalKind.Invalid, "There is no active method x."));
        template.Refusal.ShouldBe(new Refusal(RefusalKind.NotFound, "There is no active worksheet template x."));
        layout.Refusal.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Invalid);
    }

    [Fact]
    public async Task Analyst_and_instrument_are_handed_on_to_what_has_no_submitted_result()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var (icp, method) = await _laboratory.GivenInstrumentAsync(analyses[0]);
        await AllowAsync(analyses[1], icp, method);
        var worksheet = await _laboratory.GivenEmptySheetAsync();
        await _laboratory.AssignAsync(worksheet, new(analyses[0].Uid), new(analyses[1].Uid));
        await _laboratory.GivenResultsAsync([analyses[1].Uid]);
        await _laboratory.DoAsync(Analyst, "submit", analyses[1].Uid);
        await _laboratory.GivenUserAsync("analyst2", Role.Analyst);

        var refusal = await EditAsync(Analyst, worksheet, new SheetChange { Analyst = "analyst2", Instrument = icp.Uid });

        refusal.ShouldBeNull();
        var view = await _laboratory.ViewAsync(worksheet);
        (view.Worksheet.Analyst, view.Worksheet.Instrument).ShouldBe(("analyst2", icp.Uid));
        view.Rows.Select(row => (row.Analysis.Analyst, row.Analysis.Instrument, row.Analysis.Method)).ShouldBe(
            [("analyst2", icp.Uid, method.Uid), ("analyst1", null, null)]);
    }

    [Fact]
    public async Task An_instrument_can_be_taken_away()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        var (icp, _) = await _laboratory.GivenInstrumentAsync(analyses[0]);
        var worksheet = await _laboratory.GivenEmptySheetAsync(wanted => wanted with { Instrument = icp.Uid });

        (await EditAsync(Manager, worksheet, new SheetChange { Instrument = string.Empty })).ShouldBeNull();

        (await _laboratory.FindAsync<Worksheet>(worksheet.Uid)).ShouldNotBeNull().Instrument.ShouldBeNull();
    }

    [Fact]
    public async Task A_header_that_waits_for_a_task_or_that_nobody_may_edit_stays()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        var worksheet = await _laboratory.GivenEmptySheetAsync();
        await _laboratory.AssignAsync(worksheet, new Placement(analyses[0].Uid));
        await _laboratory.GivenResultsAsync([analyses[0].Uid]);
        await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid);

        var forbidden = await EditAsync(Analyst, worksheet, new SheetChange { Remarks = "x" });
        await _laboratory.GivenPendingAsync(worksheet.Uid, "any");
        var pending = await EditAsync(Manager, worksheet, new SheetChange { Remarks = "x" });

        forbidden.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Forbidden);
        pending.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Pending);
        (await _laboratory.FindAsync<Worksheet>(worksheet.Uid)).ShouldNotBeNull().Remarks.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, Role.Analyst, false)]
    [InlineData(false, Role.Analyst, true)]
    [InlineData(true, Role.Verifier, true)]
    [InlineData(true, Role.Publisher, false)]
    [InlineData(true, Role.LabClerk, true)]
    [InlineData(true, Role.RegulatoryInspector, true)]
    [InlineData(false, Role.Client, false)]
    public void Worksheets_are_kept_apart_where_the_setup_says_so(bool restricted, string role, bool sees)
    {
        var setup = new Setup { RestrictWorksheetUsersAccess = restricted };
        var worksheet = new Worksheet { State = WorksheetState.Open, Analyst = "analyst1" };

        SheetAccess.MaySee(new LabUser("somebody", [role]), worksheet, setup).ShouldBe(sees);
        SheetAccess.MaySee(Analyst, worksheet, setup).ShouldBeTrue();
    }

    private Task<(Worksheet? Worksheet, Refusal? Refusal)> CreateAsync(LabUser user, NewSheet wanted) =>
        _laboratory.ActAsync(user, actions => wanted.CreateAsync(actions, new LabUsers(), None));

    private Task<Refusal?> EditAsync(LabUser user, Worksheet worksheet, SheetChange change) =>
        _laboratory.OnSheetAsync(user, worksheet, sheet => sheet.EditAsync(change, new LabUsers(), None));

    private Task<Analysis> AllowAsync(Analysis analysis, Instrument instrument, Method method) =>
        _laboratory.ChangeAsync(async work => work.Put(await work.GetAsync<Analysis>(analysis.Uid, None) with
        {
            AllowedInstruments = [instrument.Uid],
            AllowedMethods = [method.Uid],
        }));
}
