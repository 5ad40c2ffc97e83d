using LabQueue.Lims.Audit;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Lims.Tests;

/// <summary>The audit trail shows what was done, and whether anybody touched it since.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly string _heads = Path.GetTempFileName();
    private Laboratory _laboratory = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await Laboratory.CreateAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _laboratory.DisposeAsync();
        File.Delete(_heads);
    }

    [Fact]
    public async Task An_untouched_trail_has_no_faults_and_says_what_is_not_sealed_yet()
    {
        await AddAsync(5);
        (await SealAsync()).ShouldBe(5);
        await AddAsync(2);

        var found = await VerifyAsync();

        found.ShouldSatisfyAllConditions(
            () => found.Faults.ShouldBeEmpty(), () => found.Sealed.ShouldBe(5), () => found.Unsealed.ShouldBe(2));
    }

    [Fact]
    public async Task Sealing_twice_seals_nothing_twice()
    {
        await AddAsync(3);

        (await SealAsync()).ShouldBe(3);
        (await SealAsync()).ShouldBe(0);
        (await VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("update audit set actor = 'somebody' where number = 3")]
    [InlineData("update audit set comment = '' where number = 3")]
    [InlineData("update audit set after = replace(after, 'client-2', 'client-x') where number = 3")]
    [InlineData("update audit set time = time + 1 where number = 3")]
    [InlineData("delete from audit where number = 3")]
    [InlineData("delete from audit_seal where position = 3")]
    [InlineData("update audit_seal set hash = 'x' where position = 3")]
    [InlineData("update audit_seal set audit_number = 99 where position = 3")]
    [InlineData("insert into audit select 2 * number + 100, site, uid, path, action, actor, roles, time, decided, address, comment, task_uid, consumer_id, before, after from audit where number = 3; insert into audit select 500, site, uid, path, action, actor, roles, time, decided, address, comment, task_uid, consumer_id, before, after from audit where number = 3; update audit_seal set audit_number = 500 where position = 5")]
    public async Task Any_edit_past_the_program_is_found(string edit)
    {
        await AddAsync(5);
        await SealAsync();

        await WithoutTriggersAsync(edit);

        (await VerifyAsync()).Faults.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("update audit set actor = 'somebody'")]
    [InlineData("delete from audit")]
    [InlineData("update audit_seal set hash = 'x'")]
    [InlineData("delete from audit_seal")]
    public async Task The_database_itself_refuses_to_change_the_trail(string edit)
    {
        await AddAsync(1);
        await SealAsync();

        var change = _laboratory.ChangeAsync(work => work.ExecuteAsync(edit, new { }, None));

        (await change.ShouldThrowAsync<Exception>()).Message.ShouldContain("The audit trail is not");
    }

    [Fact]
    public async Task A_tail_that_was_cut_off_is_found_by_the_head_that_was_noted()
    {
        await AddAsync(5);
        await SealAsync();
        await Sealer().NoteHeadAsync(None);

        await WithoutTriggersAsync("delete from audit where number > 3; delete from audit_seal where position > 3");

        (await VerifyAsync()).Faults.ShouldHaveSingleItem().ShouldContain("cut off");
    }

    [Fact]
    public async Task A_chain_that_was_made_anew_over_edited_entries_is_found_by_the_head_that_was_noted()
    {
        await AddAsync(5);
        await SealAsync();
        await Sealer().NoteHeadAsync(None);

        await WithoutTriggersAsync("update audit set actor = 'somebody' where number = 2; delete from audit_seal");
        await SealAsync();

        (await VerifyAsync()).Faults.ShouldHaveSingleItem().ShouldContain("made anew");
    }

    private async Task AddAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var id = $"client-{Guid.NewGuid():N}";
            await _laboratory.ChangeAsync(work =>
                Task.FromResult(work.Add(new LabClient { Id = id, Path = $"/senaite/clients/{id}", Title = $"client-{i}" })));
        }
    }

    private Task<int> SealAsync() => Sealer().RunOnceAsync(None);

    private AuditSealer Sealer() => new(
        _laboratory.Store,
        new AuditHeads(_heads),
        new LabSite(Laboratory.Site),
        _laboratory.Time,
        NullLogger<AuditSealer>.Instance);

    private Task<AuditFinding> VerifyAsync() =>
        _laboratory.ReadAsync(reader => new AuditVerifier(new AuditHeads(_heads)).VerifyAsync(reader, None));

    private Task<int> WithoutTriggersAsync(string edit)
    {
        var triggers = Laboratory.IsUsuallyShared
            ? "drop trigger audit_keep on audit; drop trigger audit_seal_keep on audit_seal; alter table audit alter number drop identity; "
            : "drop trigger audit_no_update; drop trigger audit_no_delete; drop trigger audit_seal_no_update; drop trigger audit_seal_no_delete; ";
        return _laboratory.ChangeAsync(work => work.ExecuteAsync(triggers + edit, new { }, None));
    }
}
