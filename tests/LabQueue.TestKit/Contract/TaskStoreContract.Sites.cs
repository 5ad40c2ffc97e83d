using LabQueue.Engine;

namespace LabQueue.TestKit.Contract;

/// <content>Sites and their users.</content>
public abstract partial class TaskStoreContract
{
    private static readonly Account Analyst = new("analyst1", "hash", ["Analyst", "Verifier"], Disabled: false);

    [Fact]
    public async Task A_site_is_made_once()
    {
        (await Store.AddSiteAsync(Given.Site("north", TrustMode.Roles), Given.Manager, Token)).ShouldBeTrue();
        (await Store.AddSiteAsync(Given.Site("north"), Given.Manager, Token)).ShouldBeFalse();
        await ReopenAsync();

        Store.Sites.Keys.ShouldBe(["north", "senaite"], ignoreOrder: true);
        Store.Sites["north"].Settings.Trust.ShouldBe(TrustMode.Roles);
    }

    [Fact]
    public void There_is_no_queue_of_an_unknown_site()
    {
        Should.Throw<KeyNotFoundException>(() => Store.Queue("nowhere"));
    }

    [Fact]
    public async Task Sites_do_not_see_each_other()
    {
        await Store.AddSiteAsync(Given.Site("north"), Given.Manager, Token);
        var north = Store.Queue("north");
        await AddAsync(Given.NewTask() with { Unique = true });

        (await north.AddAsync([Given.NewTask() with { Unique = true, Once = true }], Given.Clerk, Token))[0].Added.ShouldBeTrue();
        await TakeAsync();
        (await north.PopAsync(Given.Pop(), Token)).Tasks.ShouldHaveSingleItem();
        await north.DeleteAsync(Given.Uid("t1"), Given.Manager, Token);

        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Running);
        (await Queue.HistoryAsync(new HistoryQuery(), Token)).Entries.ShouldBeEmpty();
        (await north.StatsAsync(Token)).Running.ShouldBe(0);
    }

    [Fact]
    public async Task Keys_are_kept_the_present_one_first()
    {
        await Store.SetKeysAsync("senaite", ["new", "old"], null, Given.Manager, Token);
        await ReopenAsync();

        Store.Sites["senaite"].Keys.ShouldBe(["new", "old"]);
        Store.Sites["senaite"].OldKeysEnd.ShouldBeNull();
    }

    [Fact]
    public async Task Older_keys_are_dropped_when_their_time_is_over()
    {
        await Store.SetKeysAsync("senaite", ["new", "old"], Given.Now.AddHours(1), Given.Manager, Token);
        Pass(3_599);
        await SweepAsync();
        await ReopenAsync();
        Store.Sites["senaite"].Keys.ShouldBe(["new", "old"]);
        Store.Sites["senaite"].OldKeysEnd.ShouldBe(Given.Now.AddHours(1));

        Pass(1);
        await SweepAsync();

        Store.Sites["senaite"].Keys.ShouldBe(["new"]);
        Store.Sites["senaite"].OldKeysEnd.ShouldBeNull();
    }

    [Fact]
    public async Task What_people_changed_is_told_newest_first()
    {
        await Queue.ChangeSettingsAsync(
            new Dictionary<string, JsonText> { ["max_retries"] = new("7"), ["default"] = new("10") }, new Actor("labmanager", "slow week"), Token);
        await AddAsync(Given.NewTask());
        await Queue.RequeueAsync(Given.Uid("t1"), Given.Manager, Token);
        await Queue.SetPausedAsync(true, Given.Manager, Token);
        await ReopenAsync();

        var all = await Queue.AuditAsync(new AuditQuery { Limit = 3 }, Token);
        var settings = await Queue.AuditAsync(new AuditQuery { Action = "settings" }, Token);
        var rest = await Queue.AuditAsync(new AuditQuery { Before = all[1].Number, Limit = 1 }, Token);

        all.Select(entry => (entry.Action, entry.Target)).ShouldBe([("pause", null), ("requeue", Given.Uid("t1")), ("settings", null)]);
        rest.ShouldHaveSingleItem().ShouldBe(all[2]);
        var changed = settings.ShouldHaveSingleItem();
        (changed.Username, changed.Reason, changed.Time).ShouldBe(("labmanager", "slow week", Given.Now));
        changed.Detail.ShouldBe("""{"max_retries":{"from":3,"to":7}}""");
    }

    [Fact]
    public async Task Users_are_made_replaced_and_kept()
    {
        await Store.PutAccountAsync("senaite", Analyst, Given.Manager, Token);
        await Store.PutAccountAsync("senaite", Analyst with { Username = "ab" }, Given.Manager, Token);
        await Store.PutAccountAsync("senaite", Analyst with { Roles = [], Disabled = true }, Given.Manager, Token);
        await ReopenAsync();

        var accounts = await Store.AccountsAsync("senaite", Token);
        var found = (await Store.FindAccountAsync("senaite", "analyst1", Token)).ShouldNotBeNull();

        accounts.Select(account => account.Username).ShouldBe(["ab", "analyst1"]);
        (found.PasswordHash, found.Disabled, found.Roles.Count).ShouldBe(("hash", true, 0));
        accounts[0].Roles.ShouldBe(["Analyst", "Verifier"]);
        (await Store.FindAccountAsync("senaite", "Analyst1", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_user_that_is_there_is_not_made_again()
    {
        var first = await Store.AddAccountAsync("senaite", Analyst, Given.Manager, Token);
        var second = await Store.AddAccountAsync("senaite", Analyst with { PasswordHash = "other" }, Given.Manager, Token);

        (first, second).ShouldBe((true, false));
        (await Store.AccountsAsync("senaite", Token)).ShouldHaveSingleItem().PasswordHash.ShouldBe("hash");
        (await Queue.AuditAsync(new AuditQuery { Action = "account" }, Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_reset_site_is_as_new_and_the_others_are_as_they_were()
    {
        await Store.AddSiteAsync(Given.Site("north"), Given.Manager, Token);
        await Store.Queue("north").AddAsync([Given.NewTask()], Given.Clerk, Token);
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2"));
        await ReportAsync(await TakeAsync(), ReportKind.Done);
        await TakeAsync();
        await Queue.SetPausedAsync(paused: true, Given.Manager, Token);
        await Store.PutAccountAsync("senaite", Analyst, Given.Manager, Token);

        await Store.ResetAsync("senaite", Given.Site() with { Keys = ["k"] }, [Analyst with { Username = "ab" }], Token);

        (await Queue.ListAsync(new TaskQuery(), Token)).Tasks.ShouldBeEmpty();
        (await Queue.HistoryAsync(new HistoryQuery(), Token)).Entries.ShouldBeEmpty();
        var stats = await Queue.StatsAsync(Token);
        (stats.Queued, stats.Running, stats.Done, stats.Paused).ShouldBe((0, 0, 0, false));
        (await Store.AccountsAsync("senaite", Token)).ShouldHaveSingleItem().Username.ShouldBe("ab");
        Store.Sites["senaite"].Keys.ShouldBe(["k"]);
        (await Store.Queue("north").StatsAsync(Token)).Queued.ShouldBe(1);
        await AddAsync(Given.NewTask("t1") with { Once = true });
        await TakeAsync();
    }

    [Fact]
    public async Task Other_users_and_another_trust_count_at_once_and_after_a_restart()
    {
        await SetAsync("max_retries", "7");

        await Store.SetAccessAsync("senaite", UsersMode.Token, TrustMode.Roles, Given.Manager, Token);

        await CheckAsync();
        await ReopenAsync();
        await CheckAsync();

        async Task CheckAsync()
        {
            var settings = await Queue.SettingsAsync(Token);
            (settings.Users, settings.Trust, settings.MaxRetries).ShouldBe((UsersMode.Token, TrustMode.Roles, 7));
            Store.Sites["senaite"].Settings.ShouldBe(settings);
        }
    }
}
