using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Workflow;
using static LabQueue.Lims.Tests.GivenSamples;

namespace LabQueue.Lims.Tests.Samples;

/// <summary>Samples come into the laboratory: at once, or as a placeholder that the queue completes.</summary>
public sealed class SampleRegistrationTests : IAsyncLifetime
{
    private Laboratory _laboratory = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await Laboratory.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task A_sample_takes_the_next_number_of_its_type_and_has_an_analysis_for_each_service_in_order()
    {
        var wanted = await _laboratory.GivenWantedAsync("Fe", "Cu", "Fe");

        var (sample, refusal) = await _laboratory.RegisterAsync(Clerk, wanted);
        var (second, _) = await _laboratory.RegisterAsync(Clerk, wanted);

        refusal.ShouldBeNull();
        sample.ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.Id.ShouldBe("W-0001"),
            found => found.Path.ShouldBe("/senaite/clients/client-1/W-0001"),
            found => found.State.ShouldBe(SampleState.Due));
        second.ShouldNotBeNull().Id.ShouldBe("W-0002");
        (await _laboratory.AnalysesOfAsync(sample)).Select(analysis => (analysis.Id, analysis.State)).ShouldBe(
            [("Cu", AnalysisState.Registered), ("Fe", AnalysisState.Registered)]);
    }

    [Theory]
    [InlineData(1, "W-0001")]
    [InlineData(9999, "W-9999")]
    [InlineData(10000, "W-10000")]
    public void Numbers_have_four_digits_at_least(long number, string id) => SampleIds.Form("W", number).ShouldBe(id);

    [Fact]
    public async Task A_placeholder_has_its_final_uid_and_no_number_until_it_is_completed()
    {
        var wanted = await _laboratory.GivenWantedAsync();
        var (placeholder, _) = await _laboratory.ActAsync(
            Clerk, actions => new SampleRegistration(actions).ReserveAsync(wanted, None));

        placeholder.ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.State.ShouldBe(SampleState.Pending),
            found => found.Id.ShouldBe(found.Uid),
            found => found.PendingServices.Count.ShouldBe(2));
        (await _laboratory.AnalysesOfAsync(placeholder)).ShouldBeEmpty();

        var (direct, _) = await _laboratory.RegisterAsync(Clerk, wanted);
        var refusal = await _laboratory.ActAsync(
            Clerk, actions => new SampleRegistration(actions).CompleteAsync(placeholder.Uid, None));

        refusal.ShouldBeNull();
        direct.ShouldNotBeNull().Id.ShouldBe("W-0001");
        (await _laboratory.FindAsync<Sample>(placeholder.Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.Id.ShouldBe("W-0002"),
            found => found.State.ShouldBe(SampleState.Due),
            found => found.PendingServices.ShouldBeEmpty());
        (await _laboratory.AnalysesOfAsync(placeholder)).Select(analysis => analysis.Path).ShouldBe(
            ["/senaite/clients/client-1/W-0002/Cu", "/senaite/clients/client-1/W-0002/Fe"]);
    }

    [Fact]
    public async Task A_placeholder_is_completed_once()
    {
        var wanted = await _laboratory.GivenWantedAsync();
        var (placeholder, _) = await _laboratory.ActAsync(
            Clerk, actions => new SampleRegistration(actions).ReserveAsync(wanted, None));
        Task<Refusal?> CompleteAsync() => _laboratory.ActAsync(
            Clerk, actions => new SampleRegistration(actions).CompleteAsync(placeholder!.Uid, None));

        await CompleteAsync();
        var again = await CompleteAsync();

        again.ShouldBe(new Refusal(RefusalKind.NotNow, "W-0001 is due, not waiting to be registered."));
        (await _laboratory.AnalysesOfAsync(placeholder!)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(Role.LabClerk, true, SampleState.Received, AnalysisState.Unassigned)]
    [InlineData(Role.LabClerk, false, SampleState.Due, AnalysisState.Registered)]
    public async Task Samples_are_received_at_once_where_the_setup_says_so_and_their_date_is_known(
        string role, bool isDated, string state, string analysisState)
    {
        await _laboratory.GivenSetupAsync(setup => setup with { AutoreceiveSamples = true });
        var wanted = await _laboratory.GivenWantedAsync();

        var (sample, _) = await _laboratory.RegisterAsync(
            new LabUser("somebody", [role]), isDated ? wanted : wanted with { DateSampled = null });

        sample.ShouldNotBeNull().State.ShouldBe(state);
        (await _laboratory.AnalysesOfAsync(sample)).ShouldAllBe(analysis => analysis.State == analysisState);
    }

    [Fact]
    public async Task A_contact_registers_samples_of_its_own_client_which_the_laboratory_receives()
    {
        await _laboratory.GivenSetupAsync(setup => setup with { AutoreceiveSamples = true });
        var wanted = await _laboratory.GivenWantedAsync();
        var rita = new LabUser("rita", [Role.Client]) { ClientUid = wanted.ClientUid, LinkedContactUid = wanted.Contact };

        var (sample, _) = await _laboratory.RegisterAsync(rita, wanted with { Contact = null });
        var other = await _laboratory.GivenClientOfSamplesAsync("client-2");
        var (_, refusal) = await _laboratory.RegisterAsync(rita, wanted with { ClientUid = other.Uid });

        sample.ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.Contact.ShouldBe(wanted.Contact),
            found => found.State.ShouldBe(SampleState.Due));
        refusal.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Forbidden);
    }

    [Fact]
    public async Task What_is_missing_is_named_and_no_number_is_used_up()
    {
        var wanted = await _laboratory.GivenWantedAsync();
        async Task<string?> RefuseAsync(NewSample sample) => (await _laboratory.RegisterAsync(Clerk, sample)).Refusal?.Message;

        (await RefuseAsync(wanted with { Services = ["Cu", "Au"] })).ShouldBe("There is no service 'Au'.");
        (await RefuseAsync(wanted with { Services = [] })).ShouldBe("Say at least one service that the sample is to be analysed for.");
        (await RefuseAsync(wanted with { Contact = null })).ShouldBe("Say which contact of client-1 sent the sample.");
        (await RefuseAsync(wanted with { Priority = 6 })).ShouldBe("A sample's priority is 1 to 5, not 6.");
        (await _laboratory.RegisterAsync(Clerk, wanted)).Sample.ShouldNotBeNull().Id.ShouldBe("W-0001");
    }

    private static CancellationToken None => TestContext.Current.CancellationToken;
}
