using LabQueue.Lims.Access;
using LabQueue.Lims.Clients;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Users;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Tests.Clients;

/// <summary>Which user a contact is (<c>lims-domain</c>, 6.4).</summary>
public sealed class ContactLinksTests : IAsyncLifetime
{
    private static readonly LabUser Manager = new("labmanager", [Role.LabManager]);

    private Laboratory _laboratory = null!;
    private Contact _contact = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _laboratory = await Laboratory.CreateAsync();
        await _laboratory.FoundAsync();
        _contact = await _laboratory.GivenContactAsync(await _laboratory.GivenClientAsync());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task A_link_is_kept_on_both_sides_and_noted()
    {
        await _laboratory.GivenUserAsync("rita");

        (await LinkAsync("rita")).ShouldBeNull();

        (await ContactAsync()).ShouldSatisfyAllConditions(
            contact => contact.Username.ShouldBe("rita"), contact => contact.EmailAddress.ShouldBe("rita@example.org"));
        (await _laboratory.FindUserAsync("rita")).ShouldNotBeNull().ShouldSatisfyAllConditions(
            user => user.LinkedContactUid.ShouldBe(_contact.Uid),
            user => user.ClientUid.ShouldBe(_contact.ClientUid),
            user => user.Roles.ShouldBe([Role.Client]),
            user => user.Fullname.ShouldBe("Rita Mohale"));
        (await ActionsAsync()).ShouldContain("link_contact");
    }

    [Fact]
    public async Task T44_An_unlinked_contact_keeps_its_email_address()
    {
        await _laboratory.GivenUserAsync("rita", Role.Client);
        await LinkAsync("rita");

        (await UnlinkAsync(Manager)).ShouldBeNull();

        (await ContactAsync()).ShouldSatisfyAllConditions(
            contact => contact.Username.ShouldBeEmpty(), contact => contact.EmailAddress.ShouldBe("rita@example.org"));
        (await _laboratory.FindUserAsync("rita")).ShouldNotBeNull().ShouldSatisfyAllConditions(
            user => user.LinkedContactUid.ShouldBeNull(), user => user.ClientUid.ShouldBeNull(), user => user.Roles.ShouldBeEmpty());
        (await ActionsAsync()).ShouldContain("unlink_contact");
    }

    [Fact]
    public async Task A_user_is_one_contact_at_most()
    {
        await _laboratory.GivenUserAsync("rita");
        await LinkAsync("rita");
        var second = await _laboratory.GivenContactAsync(await _laboratory.GivenClientAsync("Other"), "Neil");

        var refusal = await LinkAsync("rita", second);

        refusal.ShouldNotBeNull().ShouldSatisfyAllConditions(
            refused => refused.Kind.ShouldBe(RefusalKind.NotNow), refused => refused.Message.ShouldContain("another contact"));
    }

    [Fact]
    public async Task A_contact_is_one_user_at_most()
    {
        await _laboratory.GivenUserAsync("rita");
        await _laboratory.GivenUserAsync("neil");
        await LinkAsync("rita");

        (await LinkAsync("neil")).ShouldNotBeNull().Message.ShouldContain("rita");
    }

    [Theory]
    [InlineData(Role.Analyst)]
    [InlineData(Role.LabManager)]
    [InlineData(Role.Consumer)]
    public async Task A_user_with_a_role_in_the_laboratory_is_no_clients_contact(string role)
    {
        await _laboratory.GivenUserAsync("somebody", role);

        (await LinkAsync("somebody")).ShouldNotBeNull().Message.ShouldContain(role);
        (await ContactAsync()).Username.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_user_that_is_disabled_or_not_there_is_not_linked()
    {
        var user = await _laboratory.GivenUserAsync("gone");
        await _laboratory.ChangeAsync(async work =>
        {
            await LabUsers.PutAsync(work, user, user with { Disabled = true }, "edit", Token);
            return 0;
        });

        (await LinkAsync("gone")).ShouldNotBeNull().Message.ShouldContain("disabled");
        (await LinkAsync("nobody")).ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Invalid);
        (await UnlinkAsync(Manager)).ShouldNotBeNull().Kind.ShouldBe(RefusalKind.NotNow);
    }

    [Theory]
    [InlineData(Role.LabClerk)]
    [InlineData(Role.Analyst)]
    [InlineData(Role.SiteAdministrator)]
    [InlineData(Role.Client)]
    public async Task Only_managers_say_which_user_a_contact_is(string role)
    {
        await _laboratory.GivenUserAsync("rita");
        var by = new LabUser("somebody", [role]);

        (await LinkAsync("rita", by: by)).ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Forbidden);
        (await UnlinkAsync(by)).ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Forbidden);
    }

    [Theory]
    [InlineData("neil", "short", nameof(RefusalKind.Invalid))]
    [InlineData("ne:il", "long-enough-1", nameof(RefusalKind.Invalid))]
    [InlineData("rita", "long-enough-1", nameof(RefusalKind.NotNow))]
    public async Task T45_A_log_in_is_made_by_rules(string username, string password, string expected)
    {
        await _laboratory.GivenUserAsync("rita");

        (await CreateAsync(username, password)).ShouldNotBeNull().Kind.ToString().ShouldBe(expected);
    }

    [Fact]
    public async Task A_log_in_that_is_made_for_a_contact_is_linked_to_it()
    {
        (await CreateAsync("neil", "long-enough-1")).ShouldBeNull();

        (await ContactAsync()).Username.ShouldBe("neil");
        (await _laboratory.FindUserAsync("neil")).ShouldNotBeNull().ClientUid.ShouldBe(_contact.ClientUid);
        (await _laboratory.ReadAsync(reader => RightsWalk.UnfinishedAsync(reader, Token))).ShouldBe([_contact.Uid]);
    }

    private static ContactLinks Links() => new(new LabUsers());

    private Task<Refusal?> LinkAsync(string username, Contact? contact = null, LabUser? by = null) =>
        _laboratory.ChangeAsync(async work => await Links().LinkAsync(
            work, by ?? Manager, await work.GetAsync<Contact>((contact ?? _contact).Uid, Token), username, Token));

    private Task<Refusal?> UnlinkAsync(LabUser by) => _laboratory.ChangeAsync(async work =>
        await ContactLinks.UnlinkAsync(work, by, await work.GetAsync<Contact>(_contact.Uid, Token), Token));

    private Task<Refusal?> CreateAsync(string username, string password) => _laboratory.ChangeAsync(async work =>
        await Links().CreateLoginAsync(work, Manager, await work.GetAsync<Contact>(_contact.Uid, Token), username, password, Token));

    private async Task<Contact> ContactAsync() => (await _laboratory.FindAsync<Contact>(_contact.Uid)).ShouldNotBeNull();

    private Task<IReadOnlyList<string>> ActionsAsync() => _laboratory.ReadAsync(reader => reader.QueryAsync<string>(
        "select action from audit where site = @site order by number", new { site = Laboratory.Site }, Token));
}
