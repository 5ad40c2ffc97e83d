using LabQueue.Lims.Access;
using LabQueue.Lims.Clients;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Tests.Clients;

/// <summary>A client's tree becomes visible to its contact, and nothing else does.</summary>
public sealed class RightsWalkTests : IAsyncLifetime
{
    private const int Size = 100;

    private Laboratory _laboratory = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _laboratory = await Laboratory.CreateAsync();
        await _laboratory.FoundAsync();
        await _laboratory.GivenUserAsync("rita", Role.Client);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A18_A_security_refresh_terminates_and_includes_the_client_and_nothing_outside(int objects)
    {
        var other = await _laboratory.GivenClientAsync("Other");
        await _laboratory.GivenTreeAsync(other, 3);
        var client = await _laboratory.GivenClientAsync();
        var tree = await _laboratory.GivenTreeAsync(client, objects);
        var contact = await LinkAsync(client);

        var steps = await WalkAsync(contact);

        steps.ShouldBe((objects / Size) + 1);
        (await SeenAsync()).Select(seen => seen.Uid).ShouldBe(
            [client.Uid, contact.Uid, .. tree.Select(sample => sample.Uid)], ignoreOrder: true);
    }

    [Fact]
    public async Task T12_The_newest_objects_come_first_and_the_client_itself_last()
    {
        var client = await _laboratory.GivenClientAsync();
        var old = (await _laboratory.GivenTreeAsync(client, 1))[0];
        _laboratory.Time.Advance(TimeSpan.FromMinutes(1));
        var young = (await _laboratory.GivenTreeAsync(client, 1))[0];
        var contact = await LinkAsync(client);

        List<int> counts = [];
        List<string> order = [];
        bool isMore;
        do
        {
            isMore = await new RightsWalk(_laboratory.Store).StepAsync(Laboratory.Site, contact.Uid, 1, ByTask(), Token);
            var seen = await SeenAsync();
            counts.Add(seen.Count);
            order.AddRange(seen.Select(found => found.Uid).Except(order).ToArray());
        }
        while (isMore);

        counts.ShouldBe([1, 2, 3, 4]);
        order.IndexOf(young.Uid).ShouldBeLessThan(order.IndexOf(old.Uid));
        order[^1].ShouldBe(client.Uid);
    }

    [Fact]
    public async Task T28_A_walk_locks_no_object()
    {
        var client = await _laboratory.GivenClientAsync();
        var sample = (await _laboratory.GivenTreeAsync(client, 1))[0];
        var contact = await LinkAsync(client);

        await _laboratory.ChangeAsync(async work =>
        {
            var found = await work.GetAsync<Sample>(sample.Uid, Token);
            return work.Put(found with { Remarks = "changed while rights are being given" });
        });
        await WalkAsync(contact);

        (await _laboratory.FindAsync<Sample>(sample.Uid)).ShouldNotBeNull().Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_walk_that_was_interrupted_goes_on_and_a_second_one_changes_nothing()
    {
        var client = await _laboratory.GivenClientAsync();
        await _laboratory.GivenTreeAsync(client, 250);
        var contact = await LinkAsync(client);
        await new RightsWalk(_laboratory.Store).StepAsync(Laboratory.Site, contact.Uid, Size, ByTask(), Token);
        var unfinished = await _laboratory.ReadAsync(reader => RightsWalk.UnfinishedAsync(reader, Token));

        await WalkAsync(contact);
        (await WalkAsync(contact)).ShouldBe(1);

        unfinished.ShouldBe([contact.Uid]);
        (await _laboratory.ReadAsync(reader => RightsWalk.UnfinishedAsync(reader, Token))).ShouldBeEmpty();
        (await SeenAsync()).Count.ShouldBe(252);
    }

    [Fact]
    public async Task What_is_made_later_is_seen_at_once()
    {
        var client = await _laboratory.GivenClientAsync();
        await LinkAsync(client);

        var sample = (await _laboratory.GivenTreeAsync(client, 1))[0];

        (await SeenAsync()).ShouldHaveSingleItem().Uid.ShouldBe(sample.Uid);
    }

    [Fact]
    public async Task A15_A_linked_user_sees_its_client_and_no_other_and_nothing_from_the_unlinking_on()
    {
        var client = await _laboratory.GivenClientAsync();
        await _laboratory.GivenTreeAsync(client, 2);
        await _laboratory.GivenTreeAsync(await _laboratory.GivenClientAsync("Other"), 2);
        var contact = await LinkAsync(client);
        await WalkAsync(contact);
        (await SeenAsync()).Count.ShouldBe(4);

        await _laboratory.ChangeAsync(async work => await ContactLinks.UnlinkAsync(
            work, Manager(), await work.GetAsync<Contact>(contact.Uid, Token), Token));

        (await SeenAsync()).ShouldBeEmpty();
        await WalkAsync(contact);
        (await _laboratory.ReadAsync(reader => reader.ScalarAsync<long>(
            "select count(*) from access_grant where site = @site", new { site = Laboratory.Site }, Token))).ShouldBe(0);
    }

    private static LabUser Manager() => new("labmanager", [Role.LabManager]);

    private Origin ByTask() => _laboratory.By() with { TaskUid = LabUid.New(_laboratory.Time.GetUtcNow()) };

    private async Task<Contact> LinkAsync(LabClient client)
    {
        var contact = await _laboratory.GivenContactAsync(client);
        (await _laboratory.ChangeAsync(async work => await new ContactLinks(new Lims.Users.LabUsers()).LinkAsync(
            work, Manager(), await work.GetAsync<Contact>(contact.Uid, Token), "rita", Token))).ShouldBeNull();
        return contact;
    }

    private async Task<int> WalkAsync(Contact contact)
    {
        var walk = new RightsWalk(_laboratory.Store);
        var steps = 1;
        while (await walk.StepAsync(Laboratory.Site, contact.Uid, Size, ByTask(), Token))
        {
            steps++;
        }

        return steps;
    }

    private async Task<IReadOnlyList<LabObject>> SeenAsync() =>
        await _laboratory.FindUserAsync("rita") is { ClientUid: { } client }
            ? await _laboratory.ReadAsync(reader => reader.ListAsync<LabObject>(
                new LabQuery { Viewer = new Viewer("rita", client), Limit = 5_000 }, Token))
            : [];
}
