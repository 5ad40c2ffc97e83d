using LabQueue.Engine;

namespace LabQueue.TestKit.Contract;

/// <summary>A test on a store of its own, with a clock that stands still and one empty site.</summary>
public abstract class StoreTest : IAsyncLifetime
{
    /// <summary>The store's clock.</summary>
    protected ManualTimeProvider Clock { get; } = new();

    /// <summary>The store.</summary>
    protected IQueueStore Store { get; private set; } = null!;

    /// <summary>The queue of the site <c>senaite</c>, whose trust is <c>original</c>.</summary>
    protected IQueue Queue => Store.Queue("senaite");

    /// <summary>Ends the test's waits when the run is cancelled.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Store = await OpenAsync(Clock);
        await Store.AddSiteAsync(Given.Site(), Given.Manager, Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the store of this test: an empty one at first, the same data each further time.</summary>
    protected abstract Task<IQueueStore> OpenAsync(TimeProvider clock);

    /// <summary>Removes the store's data.</summary>
    protected abstract Task CleanAsync();

    /// <summary>Closes the store and opens it again.</summary>
    protected async Task<IQueueStore> ReopenAsync()
    {
        await Store.DisposeAsync();
        return Store = await OpenAsync(Clock);
    }

    /// <summary>Adds tasks, all of which must be taken.</summary>
    protected async Task AddAsync(params NewTask[] tasks) =>
        (await Queue.AddAsync(tasks, Given.Clerk, Token)).ShouldAllBe(result => result.Added);

    /// <summary>Takes one task, if there is one.</summary>
    protected async Task<QueueTask?> PopAsync(PopRequest? request = null) =>
        (await Queue.PopAsync(request ?? Given.Pop(), Token)).Tasks.SingleOrDefault();

    /// <summary>Takes one task, which must be there.</summary>
    protected async Task<QueueTask> TakeAsync(PopRequest? request = null) => (await PopAsync(request)).ShouldNotBeNull();

    /// <summary>Reports on a claim as the consumer that has it.</summary>
    protected Task<ReportResult> ReportAsync(QueueTask claim, ReportKind kind, params ItemOutcome[] processed)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return Queue.ReportAsync(
            new TaskReport(kind, claim.TaskUid) { Fence = claim.Fence, Processed = processed }, Token);
    }

    /// <summary>The task as the queue has it.</summary>
    protected async Task<QueueTask> FindAsync(string start) =>
        (await Queue.FindAsync(Given.Uid(start), Token)).ShouldNotBeNull();

    /// <summary>Does all housekeeping.</summary>
    protected async Task SweepAsync()
    {
        while (await Store.SweepAsync(Token))
        {
        }
    }

    /// <summary>Lets time go by.</summary>
    protected void Pass(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Changes a setting.</summary>
    protected Task SetAsync(string name, string value) => Queue.ChangeSettingsAsync(
        new Dictionary<string, JsonText>(StringComparer.Ordinal) { [name] = new(value) }, Given.Manager, Token);
}
