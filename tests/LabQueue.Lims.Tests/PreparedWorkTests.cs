using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Tests;

/// <summary>A change that is prepared on a snapshot holds nobody up, and is made of what is so when it is written.</summary>
public sealed class PreparedWorkTests : IAsyncLifetime
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private Laboratory _laboratory = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await Laboratory.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task Others_write_while_it_is_prepared()
    {
        var (mine, other) = (await AddAsync("client-1"), await AddAsync("client-2"));

        var tries = await PrepareAsync(async (work, _) =>
        {
            var found = await work.GetAsync<LabClient>(mine.Uid, None);
            await SetPhoneAsync(other, "2");
            work.Put(found with { Phone = "1" });
        });

        tries.ShouldBe(1);
        (await PhoneAsync(mine)).ShouldBe("1");
        (await PhoneAsync(other)).ShouldBe("2");
    }

    [Fact]
    public async Task What_it_read_and_somebody_changed_meanwhile_is_read_again()
    {
        var (mine, other) = (await AddAsync("client-1"), await AddAsync("client-2"));

        var tries = await PrepareAsync(async (work, tries) =>
        {
            var (found, seen) = (await work.GetAsync<LabClient>(mine.Uid, None), await work.GetAsync<LabClient>(other.Uid, None));
            if (tries == 1)
            {
                await SetPhoneAsync(other, "2");
            }

            work.Put(found with { Phone = $"beside {seen.Phone}" });
        });

        tries.ShouldBe(2);
        (await PhoneAsync(mine)).ShouldBe("beside 2");
    }

    [Fact]
    public async Task Rows_that_came_to_a_worksheet_meanwhile_are_read_as_well()
    {
        var mine = await AddAsync("client-1");
        var sheet = await _laboratory.GivenWorksheetAsync("WS-001", []);
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);

        var tries = await PrepareAsync(async (work, tries) =>
        {
            var rows = await work.SlotsAsync(sheet.Uid, None);
            if (tries == 1)
            {
                await _laboratory.ChangeAsync(async other => other.Put(
                    (await other.GetAsync<Analysis>(analyses[0].Uid, None)) with { Slot = new Slot(sheet.Uid, 1, 1) }));
            }

            work.Put((await work.GetAsync<LabClient>(mine.Uid, None)) with { Phone = $"{rows.Count} rows" });
        });

        tries.ShouldBe(2);
        (await PhoneAsync(mine)).ShouldBe("1 rows");
    }

    [Fact]
    public async Task Overtaken_three_times_it_is_made_with_the_right_to_write()
    {
        var mine = await AddAsync("client-1");

        var tries = await PrepareAsync(async (work, tries) =>
        {
            var found = await work.GetAsync<LabClient>(mine.Uid, None);
            if (tries < 4)
            {
                await SetPhoneAsync(mine, $"{tries}");
            }

            work.Put(found with { Phone = found.Phone + " and mine" });
        });

        tries.ShouldBe(4);
        (await PhoneAsync(mine)).ShouldBe("3 and mine");
    }

    private async Task<int> PrepareAsync(Func<LabWork, int, Task> change)
    {
        var tries = 0;
        return await _laboratory.Store.PrepareAsync(
            Laboratory.Site,
            _laboratory.By(),
            async work =>
            {
                await change(work, ++tries);
                return tries;
            },
            None);
    }

    private Task<LabClient> AddAsync(string id) => _laboratory.AddAsync(
        new LabClient { Id = id, Path = $"/senaite/clients/{id}", Title = id, State = ActiveState.Active });

    private Task<LabClient> SetPhoneAsync(LabClient client, string phone) => _laboratory.ChangeAsync(
        async work => work.Put((await work.GetAsync<LabClient>(client.Uid, None)) with { Phone = phone }));

    private async Task<string> PhoneAsync(LabClient client) =>
        (await _laboratory.FindAsync<LabClient>(client.Uid)).ShouldNotBeNull().Phone;
}
