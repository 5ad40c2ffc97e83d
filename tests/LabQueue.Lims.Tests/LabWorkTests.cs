using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Tests;

/// <summary>A transaction on the laboratory: all or nothing, and nobody's change is lost.</summary>
public sealed class LabWorkTests : IAsyncLifetime
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private Laboratory _laboratory = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await Laboratory.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task What_was_added_is_found_as_it_was()
    {
        var added = await AddAsync(Given("client-1") with { ClientID = "HH", BulkDiscount = true });

        var found = await _laboratory.FindAsync<LabClient>(added.Uid);

        found.ShouldBe(added);
        found.ShouldNotBeNull().Version.ShouldBe(1);
        found.Creator.ShouldBe("labmanager");
    }

    [Fact]
    public async Task Without_a_commit_nothing_has_happened()
    {
        LabClient added;
        await using (var work = await _laboratory.Store.BeginAsync(Laboratory.Site, _laboratory.By(), None))
        {
            added = work.Add(Given("client-1"));
            await work.FlushAsync(None);
        }

        (await _laboratory.FindAsync<LabClient>(added.Uid)).ShouldBeNull();
    }

    [Fact]
    public async Task An_object_that_changes_twice_in_one_work_grows_by_one_version_and_leaves_two_records()
    {
        var client = await AddAsync(Given("client-1"));

        await _laboratory.ChangeAsync(async work =>
        {
            var found = await work.GetAsync<LabClient>(client.Uid, None);
            found = work.Put(found with { Phone = "1" });
            return work.Put(found with { Phone = "2" });
        });

        (await _laboratory.FindAsync<LabClient>(client.Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.Phone.ShouldBe("2"), found => found.Version.ShouldBe(2));
        var actions = await _laboratory.ReadAsync(reader => reader.QueryAsync<string>(
            "select action from audit where site = @site and uid = @uid order by number",
            new { site = Laboratory.Site, uid = client.Uid },
            None));
        actions.ShouldBe(["create", "edit", "edit"]);
    }

    [Fact]
    public async Task A_change_of_what_somebody_else_changed_meanwhile_is_a_conflict()
    {
        var client = await AddAsync(Given("client-1"));

        var late = _laboratory.ChangeAsync(async work =>
        {
            var found = await work.GetAsync<LabClient>(client.Uid, None);
            await work.ExecuteAsync("update lab_object set version = version + 1 where uid = @uid", new { uid = client.Uid }, None);
            return work.Put(found with { Phone = "1" });
        });

        await late.ShouldThrowAsync<LabConflictException>();
    }

    [Fact]
    public async Task What_was_deleted_is_found_no_more_and_its_id_may_be_used_again()
    {
        var client = await AddAsync(Given("client-1"));

        await _laboratory.ChangeAsync(async work =>
        {
            work.Delete(await work.GetAsync<LabClient>(client.Uid, None));
            return 0;
        });

        (await _laboratory.FindAsync<LabClient>(client.Uid)).ShouldBeNull();
        (await AddAsync(Given("client-1"))).Uid.ShouldNotBe(client.Uid);
    }

    [Fact]
    public async Task What_was_deleted_is_found_no_more_in_the_same_work_either()
    {
        var client = await AddAsync(Given("client-1"));

        var found = await _laboratory.ChangeAsync(async work =>
        {
            work.Delete(await work.GetAsync<LabClient>(client.Uid, None));
            await work.FlushAsync(None);
            return await work.FindAsync<LabClient>(client.Uid, None);
        });

        found.ShouldBeNull();
    }

    [Fact]
    public async Task An_analysis_is_found_with_its_slot_and_without_it_once_it_left()
    {
        var analysis = await AddAsync(new Analysis
        {
            Id = "Cu",
            Path = "/senaite/clients/client-1/W-0001/Cu",
            Container = LabUid.New(_laboratory.Time.GetUtcNow()),
            AnalysisService = LabUid.New(_laboratory.Time.GetUtcNow()),
            State = AnalysisState.Assigned,
            Slot = new Slot("w", 3, 7),
        });

        var found = await _laboratory.FindAsync<Analysis>(analysis.Uid);
        var tally = await _laboratory.ReadAsync(reader => reader.TallyWorksheetAsync("w", None));
        var rows = await _laboratory.ReadAsync(reader => reader.SlotsAsync("w", None));
        await _laboratory.ChangeAsync(async work =>
            work.Put(await work.GetAsync<Analysis>(analysis.Uid, None) with { Slot = null }));

        found.ShouldNotBeNull().Slot.ShouldBe(new Slot("w", 3, 7));
        tally[AnalysisState.Assigned].ShouldBe(1);
        rows.ShouldHaveSingleItem().Position.ShouldBe(3);
        (await _laboratory.FindAsync<Analysis>(analysis.Uid)).ShouldNotBeNull().Slot.ShouldBeNull();
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("hh")]
    [InlineData("CLIENT-1")]
    public async Task Objects_are_found_by_the_beginnings_of_their_words(string word)
    {
        var client = await AddAsync(Given("client-1") with { Title = "Acme Waters", ClientID = "HH-12" });
        await AddAsync(Given("other-2") with { Title = "Other" });

        var query = new LabQuery { Words = ObjectWords.Split(word) };
        var found = await _laboratory.ReadAsync(reader => reader.ListAsync<LabClient>(query, None));
        var count = await _laboratory.ReadAsync(reader => reader.CountAsync(query, None));

        found.ShouldBe([client]);
        count.ShouldBe(1);
    }

    [Fact]
    public async Task A_number_is_given_back_where_the_work_fails()
    {
        await using (var failed = await _laboratory.Store.BeginAsync(Laboratory.Site, _laboratory.By(), None))
        {
            (await failed.NextNumberAsync("worksheet-WS", None)).ShouldBe(1);
        }

        (await _laboratory.ChangeAsync(work => work.NextNumberAsync("worksheet-WS", None))).ShouldBe(1);
    }

    [Theory]
    [InlineData("W-9999", "W-10000")]
    [InlineData("W-0002", "X-0001")]
    [InlineData("Cu", "Cu-1")]
    public void Ids_are_sorted_as_people_read_them(string first, string second) =>
        string.CompareOrdinal(NaturalOrder.Key(first), NaturalOrder.Key(second)).ShouldBeLessThan(0);

    private static LabClient Given(string id) => new() { Id = id, Path = $"/senaite/clients/{id}", Title = id };

    private Task<T> AddAsync<T>(T value)
        where T : LabObject =>
        _laboratory.ChangeAsync(work => Task.FromResult(work.Add(value)));
}
