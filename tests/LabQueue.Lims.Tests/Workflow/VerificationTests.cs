using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;
using static LabQueue.Lims.Tests.GivenSamples;

namespace LabQueue.Lims.Tests.Workflow;

/// <summary>Who verifies, and how often.</summary>
public sealed class VerificationTests : IAsyncLifetime
{
    private static readonly LabUser Second = new("verifier2", [Role.Verifier]);
    private static readonly LabUser Third = new("verifier3", [Role.Verifier]);

    private Laboratory _laboratory = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await Laboratory.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Theory]
    [InlineData(-1, false, false)]
    [InlineData(-1, true, true)]
    [InlineData(0, true, false)]
    [InlineData(1, false, true)]
    public async Task Who_submitted_verifies_where_service_or_setup_allow_it(int ofService, bool ofSetup, bool isAllowed)
    {
        await _laboratory.GivenSetupAsync(setup => setup with { SelfVerificationEnabled = ofSetup });
        await _laboratory.GivenServiceAsync("Cu", service => service with { SelfVerification = ofService });
        var analysis = await GivenSubmittedAsync(Manager);

        var refusals = await _laboratory.DoAsync(Manager, "verify", analysis.Uid);

        refusals.Select(refusal => refusal.Message).ShouldBe(
            isAllowed ? [] : ["Cu of W-0001 was submitted by labmanager and has to be verified by somebody else."]);
        (await _laboratory.StateAsync(analysis)).ShouldBe(isAllowed ? AnalysisState.Verified : AnalysisState.ToBeVerified);
    }

    [Fact]
    public async Task A14_Three_verifications_are_three_peoples()
    {
        await GivenSetupAsync(Setup.MultiDisabled, 3);
        var analysis = await GivenSubmittedAsync(Analyst);

        (await _laboratory.AllowedAsync(Verifier, analysis.Uid)).ShouldBe(["multi_verify"]);
        (await _laboratory.DoAsync(Verifier, "multi_verify", analysis.Uid)).ShouldBeEmpty();
        (await _laboratory.AllowedAsync(Verifier, analysis.Uid)).ShouldBeEmpty();
        (await _laboratory.DoAsync(Second, "multi_verify", analysis.Uid)).ShouldBeEmpty();
        (await _laboratory.DoAsync(Second, "verify", analysis.Uid)).ShouldHaveSingleItem().Message.ShouldBe(
            "verifier2 verified Cu of W-0001 already; each verification has to be somebody else's.");
        (await _laboratory.StateAsync(analysis)).ShouldBe(AnalysisState.ToBeVerified);
        (await _laboratory.AllowedAsync(Third, analysis.Uid)).ShouldBe(["verify"]);
        (await _laboratory.DoAsync(Third, "verify", analysis.Uid)).ShouldBeEmpty();
        (await _laboratory.StateAsync(analysis)).ShouldBe(AnalysisState.Verified);
    }

    [Fact]
    public async Task T32_Nobody_verifies_twice_in_a_row_where_the_setup_forbids_it()
    {
        await GivenSetupAsync(Setup.MultiNotConsecutive, 3);
        var analysis = await GivenSubmittedAsync(Analyst);
        await _laboratory.DoAsync(Verifier, "multi_verify", analysis.Uid);

        var inARow = await _laboratory.DoAsync(Verifier, "multi_verify", analysis.Uid);
        var byAnother = await _laboratory.DoAsync(Second, "multi_verify", analysis.Uid);
        var again = await _laboratory.DoAsync(Verifier, "verify", analysis.Uid);

        inARow.ShouldHaveSingleItem().Message.ShouldBe(
            "verifier1 verified Cu of W-0001 last; the next verification has to be somebody else's.");
        byAnother.ShouldBeEmpty();
        again.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_person_verifies_any_number_of_times_where_the_setup_allows_it()
    {
        await GivenSetupAsync(Setup.MultiEnabled, 2);
        var analysis = await GivenSubmittedAsync(Analyst);

        (await _laboratory.DoAsync(Verifier, "verify", analysis.Uid)).ShouldHaveSingleItem().Message.ShouldBe(
            "Cu of W-0001 needs 2 more verifications, so this one cannot be the last.");
        (await _laboratory.DoAsync(Verifier, "multi_verify", analysis.Uid)).ShouldBeEmpty();
        (await _laboratory.DoAsync(Verifier, "verify", analysis.Uid)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retest_begins_with_no_verifications_and_its_original_counts_as_verified()
    {
        await GivenSetupAsync(Setup.MultiEnabled, 1);
        var analysis = await GivenSubmittedAsync(Analyst);

        (await _laboratory.DoAsync(Manager, "retest", analysis.Uid)).ShouldBeEmpty();

        var original = (await _laboratory.FindAsync<Analysis>(analysis.Uid)).ShouldNotBeNull();
        Verification.Verifiers(original).ShouldBe(["labmanager"]);
        var sample = (await _laboratory.FindAsync<Sample>(analysis.Container)).ShouldNotBeNull();
        sample.State.ShouldBe(SampleState.Received);
        var retest = (await _laboratory.AnalysesOfAsync(sample)).Single(found => found.RetestOf == analysis.Uid);
        retest.State.ShouldBe(AnalysisState.Unassigned);
        Verification.Remaining(retest, new Setup()).ShouldBe(1);
    }

    private Task<Setup> GivenSetupAsync(string type, int required) => _laboratory.GivenSetupAsync(
        setup => setup with { TypeOfmultiVerification = type, NumberOfRequiredVerifications = required });

    private async Task<Analysis> GivenSubmittedAsync(LabUser by)
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        await _laboratory.GivenResultsAsync([analyses[0].Uid]);
        await _laboratory.DoAsync(by, "submit", analyses[0].Uid);
        return analyses[0];
    }
}
