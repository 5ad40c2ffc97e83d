using LabQueue.TestKit.Histories;

namespace LabQueue.TestKit.Contract;

/// <summary>Random histories, on the store and on the model side by side.</summary>
public abstract class TaskStoreHistories : StoreTest
{
    /// <summary>How many histories the quick tests run.</summary>
    protected virtual int Histories => 300;

    [Fact]
    public Task Random_histories_go_as_the_model_says() => CheckAsync(Histories);

    [Fact(Skip = "Takes minutes; set LABQUEUE_LONG=1.", SkipType = typeof(Seed), SkipUnless = nameof(Seed.IsLong))]
    [Trait("Category", "Long")]
    public Task Many_random_histories_go_as_the_model_says() => CheckAsync(histories: 20_000);

    private async Task CheckAsync(int histories)
    {
        var run = new HistoryRun(Clock) { Store = Store, Reopen = ReopenAsync };
        await Task.Run(() => RandomHistories.Run(run, histories));
    }
}
