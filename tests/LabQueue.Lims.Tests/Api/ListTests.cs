using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Tests.Api;

/// <summary>Lists over the API: filters count before pages are cut, and every column sorts either way.</summary>
public sealed class ListTests : IAsyncLifetime
{
    private LabServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _server = await LabServer.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task T22_What_is_queued_is_left_out_before_pages_are_cut()
    {
        var (_, analyses) = await _server.Laboratory.GivenSampleAsync("W-0001", ["Ca", "Cu", "Fe", "Mg", "Pb", "Zn"]);
        await PendAsync(analyses[0], analyses[1], analyses[3]);

        var first = (await _server.GetAsync("analyst", "analysis?review_state=unassigned&is_queued=0&limit=2")).ShouldBe(200);
        var second = (await _server.GetAsync("analyst", "analysis?review_state=unassigned&is_queued=0&limit=2&b_start=2")).ShouldBe(200);

        (first.Count, first.Json["pages"]!.GetValue<int>()).ShouldBe((3, 2));
        Values(first, "uid").Concat(Values(second, "uid")).ShouldBe([analyses[2].Uid, analyses[4].Uid, analyses[5].Uid], ignoreOrder: true);
        Values(first, "uid").Count.ShouldBe(2);
        (await _server.GetAsync("analyst", "analysis?is_queued=1")).Count.ShouldBe(3);
        (await _server.GetAsync("analyst", "analysis")).Count.ShouldBe(6);
    }

    [Theory]
    [InlineData("created", "created")]
    [InlineData("modified", "modified")]
    [InlineData("title", "title")]
    [InlineData("sortable_title", "title")]
    [InlineData("review_state", "review_state")]
    [InlineData("id", "id")]
    public async Task T24_A_list_is_sorted_by_each_column_either_way(string column, string field)
    {
        foreach (var (title, state) in new[] { ("Beta", "active"), ("Gamma", "inactive"), ("Alpha", "active") })
        {
            await _server.Laboratory.ChangeAsync(work => Task.FromResult(work.Add(new LabClient
            {
                Id = title.ToLowerInvariant(),
                Path = $"/{Laboratory.Site}/clients/{title}",
                Title = title,
                State = state,
            })));
            _server.Laboratory.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var up = Values((await _server.GetAsync("labmanager", $"client?sort_on={column}")).ShouldBe(200), field);
        var down = Values((await _server.GetAsync("labmanager", $"client?sort_on={column}&sort_order=descending")).ShouldBe(200), field);

        up.Count.ShouldBe(3);
        up.ShouldBe(up.Order(StringComparer.Ordinal));
        down.ShouldBe(up.Reverse());
    }

    private Task<WorkRecord> PendAsync(params Analysis[] analyses) => _server.Laboratory.ChangeAsync(async work =>
    {
        var record = new WorkRecord
        {
            TaskUid = TaskUid.New(work.Now),
            Name = TaskNames.Of(TransitionId.Cancel),
            Action = TransitionId.Cancel,
            ContextUid = LabUid.Site,
            Username = "clerk",
        };
        await WorkLedger.InsertAsync(work, record, Token);
        await WorkLedger.PendAsync(
            work, record, [.. analyses.Select((analysis, number) => new WorkItem(analysis.Uid, number, Version: 0, Slot: null))], Token);
        return record;
    });

    private static IReadOnlyList<string> Values(LabAnswer answer, string field) =>
        [.. answer.Json["items"]!.AsArray().Select(item => item![field]!.ToString())];
}
