using LabQueue.Lims.Access;
using LabQueue.Lims.Analyses;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;
using static LabQueue.Lims.Tests.GivenSamples;

namespace LabQueue.Lims.Tests.Analyses;

/// <summary>Results are entered by those who measure, while they are to be measured.</summary>
public sealed class ResultEntryTests : IAsyncLifetime
{
    private Laboratory _laboratory = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await Laboratory.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task A_result_is_kept_with_the_time_it_was_entered()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);

        (await EditAsync(Analyst, analyses[0], new AnalysisEdit { Result = " 7.5 " })).ShouldBeNull();

        (await _laboratory.FindAsync<Analysis>(analyses[0].Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.Result.ShouldBe("7.5"),
            found => found.ResultCaptureDate.ShouldBe(_laboratory.Time.GetUtcNow().TruncateToMicroseconds()));
    }

    [Fact]
    public async Task A_submitted_result_stays_as_it_is()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        await _laboratory.GivenResultsAsync([analyses[0].Uid]);
        await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid);

        var refusal = await EditAsync(Manager, analyses[0], new AnalysisEdit { Result = "8" });

        refusal.ShouldBe(new Refusal(RefusalKind.NotNow, "The result of Cu of W-0001 cannot be changed: it is to be verified."));
    }

    [Fact]
    public async Task Who_may_not_is_told_which_role_may()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);

        var refusal = await EditAsync(Clerk, analyses[0], new AnalysisEdit { Result = "8" });

        refusal.ShouldBe(new Refusal(
            RefusalKind.Forbidden,
            "clerk1 may not change the result of Cu of W-0001: that takes the role Analyst, LabManager or Manager."));
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_not_overwritten()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        await EditAsync(Analyst, analyses[0], new AnalysisEdit { Result = "7" });

        var refusal = await EditAsync(Manager, analyses[0], new AnalysisEdit { Result = "8", Version = analyses[0].Version });

        refusal.ShouldBe(new Refusal(
            RefusalKind.NotNow, "Cu of W-0001 was changed by analyst1 since; look at it again before you decide."));
    }

    [Fact]
    public async Task A_method_or_instrument_has_to_be_one_that_the_service_lists()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);

        (await EditAsync(Analyst, analyses[0], new AnalysisEdit { Method = "m" })).ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Invalid);
        (await EditAsync(Analyst, analyses[0], new AnalysisEdit { Instrument = "i" })).ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Invalid);
    }

    [Fact]
    public async Task T54_A_sampler_neither_enters_nor_submits_results_of_the_laboratory()
    {
        await _laboratory.GivenServiceAsync("pH", service => service with { PointOfCapture = PointsOfCapture.Field });
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "pH"]);
        await _laboratory.GivenResultsAsync(analyses.Select(analysis => analysis.Uid));
        var sampler = new LabUser("sampler1", [Role.Sampler]);

        var ofLaboratory = await _laboratory.DoAsync(sampler, "submit", analyses[0].Uid);
        var ofField = await _laboratory.DoAsync(sampler, "submit", analyses[1].Uid);
        var byAnalyst = await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid);

        ofLaboratory.ShouldHaveSingleItem().Kind.ShouldBe(RefusalKind.Forbidden);
        ofField.ShouldBeEmpty();
        byAnalyst.ShouldBeEmpty();
        (await EditAsync(sampler, analyses[0], new AnalysisEdit { Result = "1" })).ShouldNotBeNull();
    }

    private Task<Refusal?> EditAsync(LabUser user, Analysis analysis, AnalysisEdit edit) =>
        _laboratory.ActAsync(user, actions =>
            new ResultEntry(actions).EditAsync(analysis.Uid, edit, TestContext.Current.CancellationToken));
}
