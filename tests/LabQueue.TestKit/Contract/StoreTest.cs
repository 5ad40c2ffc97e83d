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
}
