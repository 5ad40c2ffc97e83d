using LabQueue.Lims.Access;
using LabQueue.Lims.Background;
using LabQueue.Lims.Clients;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Lims.Tests.Clients;

/// <summary>A link counts: what its task left to be given is given, also after somebody ended the task.</summary>
public sealed class UnfinishedWalksTests : IAsyncLifetime
{
    private Laboratory _laboratory = null!;
    private LabUser _manager = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _laboratory = await Laboratory.CreateAsync();
        await _laboratory.FoundAsync();
        await _laboratory.GivenUserAsync("rita", Role.Client);
        _manager = await _laboratory.GivenUserAsync("labmanager", Role.LabManager);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task What_a_removed_task_left_is_given_and_what_a_task_is_at_is_left_to_it()
    {
        var client = await _laboratory.GivenClientAsync();
        await _laboratory.GivenTreeAsync(client, 3);
        var known = await _laboratory.GivenContactAsync(client);
        var task = await _laboratory.ChangeAsync(async work =>
        {
            var contact = await work.GetAsync<Contact>(known.Uid, Token);
            (await new ContactLinks(new LabUsers()).LinkAsync(work, _manager, contact, "rita", Token)).ShouldBeNull();
            return await RightsTask.KeepAsync(work, contact, _manager, gives: true, Token);
        });
        var walks = new UnfinishedWalks(
            _laboratory.Store, new RightsWalk(_laboratory.Store), new LabSite(Laboratory.Site), NullLogger<UnfinishedWalks>.Instance);

        await walks.TakeUpAsync(Token);
        (await UnfinishedAsync()).ShouldBe([known.Uid]);

        await new WorkEnd(_laboratory.Store, _laboratory.Time).EndAsync(Laboratory.Site, task, WorkStatus.Deleted, null, Token);
        await walks.TakeUpAsync(Token);
        (await UnfinishedAsync()).ShouldBeEmpty();
    }

    private Task<IReadOnlyList<string>> UnfinishedAsync() =>
        _laboratory.ReadAsync(reader => RightsWalk.UnfinishedAsync(reader, Token));
}
