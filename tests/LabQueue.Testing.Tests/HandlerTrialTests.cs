using LabQueue.Consumer;
using LabQueue.TestKit;

namespace LabQueue.Testing.Tests;

/// <summary>The trial spares a handler that is right, and tells in words what is wrong with the others.</summary>
public sealed class HandlerTrialTests
{
    private static readonly QueueTask Work = Given.LeasedTask() with
    {
        Uids = Given.Uids("a", "b", "c", "d", "e"),
        ChunkSize = 2,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_that_notes_what_it_has_done_stands_everything()
    {
        await Trial((world, run, token) =>
        {
            foreach (var uid in run.Chunk)
            {
                token.ThrowIfCancellationRequested();
                world.DoOnce($"{run.Task.TaskUid} {uid}", $"verified {uid}");
            }

            return Task.CompletedTask;
        }).RunAsync(Token);
    }

    [Fact]
    public async Task A_handler_that_does_it_again_is_told_which_effects_are_too_many()
    {
        var faults = await FaultsAsync((world, run, token) =>
        {
            token.ThrowIfCancellationRequested();
            foreach (var uid in run.Chunk)
            {
                world.Do($"verified {uid}");
            }

            return Task.CompletedTask;
        });

        faults.Select(fault => fault.Scenario).ShouldBe(
        [
            "The same chunk twice", "A crash between two chunks", "A lost lease, and another run beside it",
            "A retry with half the chunk",
        ]);
        faults[0].Finding.ShouldStartWith(
            $"There are effects too many: 'verified {Work.Uids[0]}', 'verified {Work.Uids[1]}' and 3 more. A chunk comes again");
    }

    [Fact]
    public async Task A_handler_that_marks_an_object_before_it_is_done_loses_it_when_it_is_cancelled()
    {
        var faults = await FaultsAsync((world, run, token) =>
        {
            foreach (var uid in run.Chunk)
            {
                if (world.Mark(uid))
                {
                    token.ThrowIfCancellationRequested();
                    world.Do($"verified {uid}");
                }
            }

            return Task.CompletedTask;
        });

        faults.ShouldContain(fault => fault.Scenario == "Cancelled before it began"
            && fault.Finding.StartsWith($"There are effects missing: 'verified {Work.Uids[0]}'."));
    }

    [Fact]
    public async Task A_handler_that_does_not_look_at_its_token_is_told_so()
    {
        var impatient = new HandlerTrial(World(async (world, run, token) =>
        {
            if (token.IsCancellationRequested)
            {
                await new TaskCompletionSource().Task;
            }

            world.DoOnce(run.Chunk[0], run.Chunk[0]);
        }), Work)
        {
            Patience = TimeSpan.FromMilliseconds(10),
        };

        (await impatient.FindFaultsAsync(Token)).ShouldContain(fault =>
            fault.Finding.StartsWith("It did not return within 0.01 s of its cancellation."));
    }

    [Fact]
    public async Task A_handler_that_fails_by_itself_is_told_so_and_nothing_else()
    {
        var failed = await Should.ThrowAsync<TrialFailedException>(() =>
            Trial((_, _, _) => throw new FormatException("no number")).RunAsync(Token));

        failed.Message.ShouldBe(
            "The handler failed 1 of the trial's scenarios.\n- Nothing happens: FormatException: no number");
    }

    [Fact]
    public async Task A_handler_that_never_gets_on_is_told_so()
    {
        var faults = await FaultsAsync((_, run, _) =>
        {
            foreach (var uid in run.Chunk)
            {
                run.Keep(uid);
            }

            return Task.CompletedTask;
        });

        faults.ShouldHaveSingleItem().Finding.ShouldContain("The handler kept all 2 objects of its chunk");
    }

    private static Func<Task<ITrialWorld>> World(Func<TrialWorld, TaskRun, CancellationToken, Task> handle) =>
        () => Task.FromResult<ITrialWorld>(new TrialWorld(handle));

    private static HandlerTrial Trial(Func<TrialWorld, TaskRun, CancellationToken, Task> handle) => new(World(handle), Work);

    private static Task<IReadOnlyList<TrialFault>> FaultsAsync(Func<TrialWorld, TaskRun, CancellationToken, Task> handle) =>
        Trial(handle).FindFaultsAsync(Token);
}
