namespace LabQueue.TestKit.Contract;

/// <summary>What every store promises, by example. Each store's tests inherit it, and <see cref="TaskStoreHistories"/>.</summary>
public abstract partial class TaskStoreContract : StoreTest
{
    [Fact]
    public async Task Added_tasks_are_told_and_found()
    {
        var results = await Queue.AddAsync([Given.NewTask("t1"), Given.NewTask("t2")], Given.Clerk, Token);

        results.Select(result => (result.Task.TaskUid, result.Added)).ShouldBe([(Given.Uid("t1"), true), (Given.Uid("t2"), true)]);
        (await FindAsync("t2")).Status.ShouldBe(QueueTaskStatus.Queued);
    }

    [Fact]
    public async Task Every_field_of_a_task_is_kept()
    {
        var wish = Given.NewTask() with
        {
            Uids = Given.Uids("s1", "s2"),
            Created = Given.Now.AddMicroseconds(-123_457),
            ErrorMessage = new JsonText("""{"code":7}"""),
            MinSeconds = 0,
            MaxSeconds = 77,
            Priority = -3,
            Retries = 0,
            Unique = true,
            ChunkSize = 4,
            Username = "analyst1",
            Ghost = true,
            Delay = 9,
            Action = "submit",
            Lane = "instrument 7, \u00e4\u4e2d",
            NotBefore = Given.Now.AddMicroseconds(1),
            OriginUid = Given.Uid("t0"),
            Extra = new ExtraFields("""{"slots":[1,"2",null],"top_uid":{"a":1.50}}"""u8.ToArray()),
        };
        await AddAsync(wish);
        await ReopenAsync();

        var task = await FindAsync("t1");

        task.Uids.ShouldBe(wish.Uids);
        task.ShouldSatisfyAllConditions(
            () => (task.Name, task.ContextUid, task.ContextPath).ShouldBe((wish.Name, wish.ContextUid, wish.ContextPath)),
            () => (task.Created, task.NotBefore).ShouldBe((wish.Created!.Value, wish.NotBefore)),
            () => task.ErrorMessage.ShouldBe(wish.ErrorMessage),
            () => (task.MinSeconds, task.MaxSeconds, task.Priority, task.Retries, task.ChunkSize).ShouldBe((0, 77, -3, 0, 4)),
            () => (task.Unique, task.Ghost, task.Delay).ShouldBe((true, true, 9)),
            () => (task.Username, task.Action, task.Lane).ShouldBe((wish.Username, wish.Action, wish.Lane)),
            () => task.OriginUid.ShouldBe(wish.OriginUid),
            () => task.Extra.ShouldBe(wish.Extra));
    }

    [Fact]
    public async Task A_task_without_a_uid_gets_one()
    {
        var result = (await Queue.AddAsync([Given.NewTask() with { TaskUid = null }], Given.Clerk, Token)).Single();

        TaskUid.IsValid(result.Task.TaskUid).ShouldBeTrue();
        (await Queue.FindAsync(result.Task.TaskUid, Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_task_without_a_name_for_its_user_is_the_callers()
    {
        await AddAsync(Given.NewTask());

        (await FindAsync("t1")).Username.ShouldBe(Given.Clerk.Username);
    }

    [Fact]
    public async Task A_uid_that_the_queue_has_is_left_as_it_is_in_any_state()
    {
        await AddAsync(Given.NewTask() with { Retries = 0 });
        var again = Given.NewTask() with { Priority = 1 };

        (await Queue.AddAsync([again], Given.Clerk, Token))[0].Added.ShouldBeFalse();
        var claim = await TakeAsync();
        (await Queue.AddAsync([again], Given.Clerk, Token))[0].Added.ShouldBeFalse();
        await ReportAsync(claim, ReportKind.Fail);
        (await Queue.AddAsync([again], Given.Clerk, Token))[0].Added.ShouldBeFalse();

        (await FindAsync("t1")).Priority.ShouldBe(10);
    }

    [Fact]
    public async Task The_same_uid_twice_in_one_add_is_added_once()
    {
        var results = await Queue.AddAsync([Given.NewTask(), Given.NewTask()], Given.Clerk, Token);

        results.Select(result => result.Added).ShouldBe([true, false]);
    }

    [Fact]
    public async Task A_uid_may_come_again_once_its_task_has_ended_unless_the_client_says_once()
    {
        await AddAsync(Given.NewTask());
        await ReportAsync(await TakeAsync(), ReportKind.Done);

        (await Queue.AddAsync([Given.NewTask() with { Once = true }], Given.Clerk, Token))[0].Added.ShouldBeFalse();
        (await Queue.AddAsync([Given.NewTask()], Given.Clerk, Token))[0].Added.ShouldBeTrue();
    }

    [Fact]
    public async Task A_task_that_is_taken_over_as_failed_is_never_claimed_and_can_be_requeued()
    {
        await AddAsync(Given.NewTask("t1") with { Retries = 0, TakenOverAs = QueueTaskStatus.Failed });
        await AddAsync(Given.NewTask("t2") with { TakenOverAs = QueueTaskStatus.Queued });
        await ReopenAsync();

        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Failed);
        (await Queue.StatsAsync(Token)).Failed.ShouldBe(1);
        (await TakeAsync()).TaskUid.ShouldBe(Given.Uid("t2"));
        (await Queue.PopAsync(new PopRequest("other consumer"), Token)).Tasks.ShouldBeEmpty();

        (await Queue.RequeueAsync(Given.Uid("t1"), Given.Manager, Token)).Outcome.ShouldBe(ChangeOutcome.Changed);
        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Queued);
    }

    [Fact]
    public async Task A_unique_task_is_taken_over_beside_its_twin()
    {
        await AddAsync(Given.NewTask("t1"));
        var unique = Given.NewTask("t2") with { Unique = true };

        (await Queue.AddAsync([unique with { TakenOverAs = QueueTaskStatus.Queued }], Given.Clerk, Token))[0].Added
            .ShouldBeTrue();
    }

    [Fact]
    public async Task A_unique_task_stays_away_while_a_twin_waits_and_only_then()
    {
        await AddAsync(Given.NewTask("t1"));
        var unique = Given.NewTask("t2") with { Unique = true };

        (await Queue.AddAsync([unique], Given.Clerk, Token))[0].Added.ShouldBeFalse();
        (await Queue.AddAsync([unique with { Name = "other" }], Given.Clerk, Token))[0].Added.ShouldBeTrue();
        (await Queue.AddAsync([unique with { TaskUid = Given.Uid("t3"), ContextUid = "0" }], Given.Clerk, Token))[0].Added
            .ShouldBeTrue();
        (await TakeAsync(new PopRequest("consumer") { Names = [unique.Name] })).ContextUid.ShouldBe("0");
        await TakeAsync(new PopRequest("consumer-2"));

        (await Queue.AddAsync([unique with { TaskUid = Given.Uid("t4") }], Given.Clerk, Token))[0].Added.ShouldBeFalse();
    }

    [Fact]
    public async Task An_empty_add_adds_nothing()
    {
        (await Queue.AddAsync([], Given.Clerk, Token)).ShouldBeEmpty();
    }
}
