using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Worksheets;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>A template looks at no more analyses than it can use, however many wait.</summary>
public sealed class CandidateSearchTests : IAsyncLifetime
{
    private const int Page = 200;

    private Laboratory _laboratory = null!;
    private AnalysisService _copper = null!;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _laboratory = await GivenSheets.CreateAsync();
        _copper = await _laboratory.GivenServiceAsync("Cu");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task Of_many_that_wait_only_those_of_the_first_samples_are_taken()
    {
        await GivenWaitingAsync(1_000);

        var found = await FindAsync(Template(3));

        found.Select(analysis => analysis.ContainerId).ShouldBe(["W-0001", "W-0002", "W-0003"]);
    }

    [Fact]
    public async Task Samples_behind_a_page_of_others_that_do_not_fit_are_found()
    {
        await GivenWaitingAsync(Page + 50, fitsFrom: Page + 10);

        var found = await FindAsync(Template(2) with { Instrument = "icp" });

        found.Select(analysis => analysis.ContainerId).ShouldBe(["W-0210", "W-0211"]);
    }

    [Fact]
    public async Task It_gives_up_behind_as_many_pages_as_the_template_has_slots()
    {
        await GivenWaitingAsync((2 * Page) + 1, fitsFrom: (2 * Page) + 1);

        (await FindAsync(Template(2) with { Instrument = "icp" })).ShouldBeEmpty();
        (await FindAsync(Template(3) with { Instrument = "icp" })).ShouldHaveSingleItem().ContainerId.ShouldBe("W-0401");
    }

    [Theory]
    [InlineData(nameof(CandidateSql.OfService), "lab_object_service (site=? AND service_uid=? AND state=? AND sort_key>?)")]
    [InlineData(nameof(CandidateSql.OfSamples), "lab_object_container (site=? AND container_uid=? AND state=?)")]
    [Trait("Database", "Sqlite")]
    public async Task Each_statement_reads_by_the_index_that_has_nothing_else(string statement, string index)
    {
        var sql = statement == nameof(CandidateSql.OfService) ? CandidateSql.OfService : CandidateSql.OfSamples;
        var values = new
        {
            site = Laboratory.Site,
            service = "s",
            samples = new[] { "w1", "w2" },
            sort_key = string.Empty,
            uid = string.Empty,
            limit = 1,
        };

        var plan = await _laboratory.ReadAsync(reader => reader.QueryAsync<PlanRow>("explain query plan " + sql, values, None));

        plan.ShouldContain(row => row.Detail.Contains(index, StringComparison.Ordinal), string.Join('\n', plan));
        plan.ShouldNotContain(row => row.Detail.Contains("SCAN", StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<Analysis>> FindAsync(WorksheetTemplate template) =>
        _laboratory.ReadAsync(reader => new CandidateSearch(reader, template, []).FindAsync(None));

    private WorksheetTemplate Template(int slots) => GivenRows.Template(slots) with { Services = [_copper.Uid] };

    private Task<int> GivenWaitingAsync(int count, int fitsFrom = int.MaxValue) => _laboratory.ChangeAsync(work =>
    {
        for (var number = 1; number <= count; number++)
        {
            Add(work, $"W-{number:D4}", number >= fitsFrom);
        }

        return Task.FromResult(count);
    });

    private void Add(LabWork work, string id, bool fits)
    {
        var sample = work.Add(new Sample
        {
            Id = id,
            Path = $"/senaite/clients/client-1/{id}",
            State = SampleState.Received,
            DateReceived = work.Now,
        });
        work.Add(new Analysis
        {
            Id = "Cu",
            Path = $"{sample.Path}/Cu",
            Title = "Cu",
            Keyword = "Cu",
            Container = sample.Uid,
            ContainerId = id,
            AnalysisService = _copper.Uid,
            AllowedInstruments = fits ? ["icp"] : [],
            State = AnalysisState.Unassigned,
        });
    }

    private sealed record PlanRow
    {
        public string Detail { get; init; } = string.Empty;
    }
}
