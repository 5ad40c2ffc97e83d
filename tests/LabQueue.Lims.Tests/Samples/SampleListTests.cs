using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Tests.Samples;

/// <summary>Samples are found by what is done with their analyses.</summary>
public sealed class SampleListTests : IAsyncLifetime
{
    private Laboratory _laboratory = null!;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _laboratory = await Laboratory.CreateAsync();
        await GivenAsync("W-1", (AnalysisState.Unassigned, 1), (AnalysisState.Assigned, 5));
        await GivenAsync("W-2", (AnalysisState.Assigned, 2), (AnalysisState.ToBeVerified, 0));
        await GivenAsync("W-3", (AnalysisState.Unassigned, null), (AnalysisState.Retracted, 0));
        await GivenAsync("W-4", (AnalysisState.Verified, 0));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task Those_with_an_analysis_on_no_worksheet_are_told_from_those_with_all_on_one()
    {
        (await FindAsync(new LabQuery { HasUnassigned = true })).ShouldBe(["W-1", "W-3"]);
        (await FindAsync(new LabQuery { HasUnassigned = false })).ShouldBe(["W-2"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2, "W-1")]
    [InlineData(3, "W-1", "W-2")]
    public async Task They_are_late_once_an_open_result_is_due(int hours, params string[] late) =>
        (await FindAsync(new LabQuery { LateAt = _laboratory.Time.GetUtcNow().AddHours(hours) })).ShouldBe(late);

    [Fact]
    public async Task A_result_that_was_handed_in_is_not_late_any_more()
    {
        await _laboratory.ChangeAsync(async work =>
        {
            var open = await work.ListAsync<Analysis>(new LabQuery { States = [AnalysisState.Assigned, AnalysisState.Unassigned] }, None);
            foreach (var analysis in await work.FindAsync<Analysis>([.. open.Select(one => one.Uid)], None))
            {
                work.Put(analysis with { State = AnalysisState.ToBeVerified });
            }

            return open.Count;
        });

        (await FindAsync(new LabQuery { LateAt = _laboratory.Time.GetUtcNow().AddDays(1) })).ShouldBeEmpty();
    }

    private async Task<IEnumerable<string>> FindAsync(LabQuery query) =>
        (await _laboratory.ReadAsync(reader => reader.ListAsync<Sample>(query, None))).Select(sample => sample.Id);

    private Task<int> GivenAsync(string id, params (string State, int? DueIn)[] analyses) => _laboratory.ChangeAsync(work =>
    {
        var sample = work.Add(new Sample { Id = id, Title = id, Path = $"/{Laboratory.Site}/clients/{id}", State = SampleState.Received });
        foreach (var (index, (state, dueIn)) in analyses.Index())
        {
            work.Add(new Analysis
            {
                Id = $"A{index}",
                Path = $"{sample.Path}/A{index}",
                ParentUid = sample.Uid,
                Container = sample.Uid,
                ContainerId = id,
                State = state,
                DueDate = dueIn is { } hours ? work.Now.AddHours(hours) : null,
            });
        }

        return Task.FromResult(analyses.Length);
    });
}
