using LabQueue.Consumer;

namespace LabQueue.Testing;

/// <summary>
/// Runs a handler through what a queue may do to it (the same chunk twice, a crash before the report, a cancellation, a lease
/// that is lost while another consumer has the task already, a retry with half the chunk), and compares what it did
/// to the world with what it does when nothing happens.
/// </summary>
/// <param name="makeWorld">Makes a fresh world; its data must be the same each time.</param>
/// <param name="task">The task to work on, with objects enough for two chunks or more.</param>
public sealed class HandlerTrial(Func<Task<ITrialWorld>> makeWorld, QueueTask task)
{
    private const int MostRuns = 10_000;

    private const string Twice = "A chunk comes again when its report is lost, when a consumer dies before it, or when its lease "
        + "ends; so the work must bear being done twice.";

    /// <summary>How long a handler may take to return once it is cancelled; default 5 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock by which <see cref="Patience"/> goes.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Runs all scenarios.</summary>
    /// <exception cref="TrialFailedException">The handler did not stand some of them; the message says which and why.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var faults = await FindFaultsAsync(cancellationToken);
        if (faults.Count > 0)
        {
            throw new TrialFailedException(faults);
        }
    }

    /// <summary>Runs all scenarios.</summary>
    /// <returns>What broke; empty where the handler stood everything.</returns>
    public async Task<IReadOnlyList<TrialFault>> FindFaultsAsync(CancellationToken cancellationToken = default)
    {
        List<TrialFault> faults = [];
        var wanted = await WorkOffAsync("Nothing happens", faults, cancellationToken);
        if (wanted is null)
        {
            return faults;
        }

        await CompareAsync("The same chunk twice", wanted, faults, TwiceAsync, cancellationToken);
        await CompareAsync("A crash between two chunks", wanted, faults, CrashAsync, cancellationToken);
        await CompareAsync("Cancelled before it began", wanted, faults, CancelledAsync, cancellationToken);
        await CompareAsync("A lost lease, and another run beside it", wanted, faults, SideBySideAsync, cancellationToken);
        await CompareAsync("A retry with half the chunk", wanted, faults, HalvedAsync, cancellationToken);
        return faults;
    }

    // The chunk that a report takes off the task is not the handler's any more; what the task still has comes next.
    private static QueueTask? After(QueueTask task, TaskReport report)
    {
        var handled = report.Processed.Select(item => item.Uid).ToHashSet(StringComparer.Ordinal);
        string[] left = report.Kind == ReportKind.Done ? [] : [.. task.Uids.Where(uid => !handled.Contains(uid))];
        return left.Length == 0 ? null : task with { Uids = left };
    }

    private static async Task<TaskReport> RunChunkAsync(ITrialWorld world, QueueTask task, CancellationToken token)
    {
        var run = new TaskRun(task, token);
        await world.NewHandler().HandleAsync(run, token);
        var report = run.ToReport();
        return report.Kind is ReportKind.Done or ReportKind.Advance
            ? report
            : throw new InvalidOperationException(report.ErrorMessage?.ToString() ?? $"It ended with {report.Kind}.");
    }

    private static async Task FinishAsync(ITrialWorld world, QueueTask? task, CancellationToken cancellationToken)
    {
        for (var runs = 0; task is not null; runs++)
        {
            if (runs == MostRuns)
            {
                throw new InvalidOperationException($"After {MostRuns} chunks the task still has {task.Uids.Count} objects.");
            }

            task = After(task, await RunChunkAsync(world, task, cancellationToken));
        }
    }

    private async Task TwiceAsync(ITrialWorld world, CancellationToken cancellationToken)
    {
        for (var rest = task; rest is not null;)
        {
            await RunChunkAsync(world, rest, cancellationToken);
            rest = After(rest, await RunChunkAsync(world, rest, cancellationToken));
        }
    }

    private async Task CrashAsync(ITrialWorld world, CancellationToken cancellationToken)
    {
        var rest = After(task, await RunChunkAsync(world, task, cancellationToken));
        if (rest is not null)
        {
            // The second chunk is worked on, and the process dies before it can say so.
            await RunChunkAsync(world, rest, cancellationToken);
        }

        await FinishAsync(world, rest, cancellationToken);
    }

    private async Task CancelledAsync(ITrialWorld world, CancellationToken cancellationToken)
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var run = Task.Run(() => world.NewHandler().HandleAsync(new TaskRun(task), cancelled.Token), CancellationToken.None);
        try
        {
            await run.WaitAsync(Patience, Time, cancellationToken);
        }
        catch (TimeoutException slow)
        {
            throw new InvalidOperationException(
                $"It did not return within {Patience.TotalSeconds} s of its cancellation. A consumer leaves such a handler to "
                + "itself, so that it works on beside the next run of the same task; pass the token on to whatever waits.",
                slow);
        }
        catch (Exception) when (run.IsCompleted)
        {
            // To give up is what it was asked to do; what it had done by then must bear the next run.
        }

        await FinishAsync(world, task, cancellationToken);
    }

    private async Task SideBySideAsync(ITrialWorld world, CancellationToken cancellationToken)
    {
        // That a lease was lost is noticed late: the handler has its time to do everything a second time.
        var lost = IgnoreAsync(Task.Run(
            () => world.NewHandler().HandleAsync(new TaskRun(task), cancellationToken), cancellationToken));
        var report = await Task.Run(() => RunChunkAsync(world, task, cancellationToken), cancellationToken);
        await lost.WaitAsync(Patience, Time, cancellationToken);
        await FinishAsync(world, After(task, report), cancellationToken);
    }

    private async Task HalvedAsync(ITrialWorld world, CancellationToken cancellationToken)
    {
        await RunChunkAsync(world, task, cancellationToken);
        var chunk = task.ChunkSize <= 0 ? task.Uids.Count : task.ChunkSize;
        await FinishAsync(world, task with { ChunkSize = (chunk + 1) / 2, Retries = task.Retries - 1 }, cancellationToken);
    }

    // What a run that lost its lease comes to counts for nobody.
    private static async Task IgnoreAsync(Task run) => await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<IReadOnlyList<string>?> WorkOffAsync(
        string scenario, List<TrialFault> faults, CancellationToken cancellationToken)
    {
        var world = await makeWorld();
        try
        {
            await FinishAsync(world, task, cancellationToken);
            return await world.EffectsAsync();
        }
        catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
        {
            faults.Add(new TrialFault(scenario, $"{trouble.GetType().Name}: {trouble.Message}"));
            return null;
        }
        finally
        {
            await DisposeAsync(world);
        }
    }

    private async Task CompareAsync(
        string scenario,
        IReadOnlyList<string> wanted,
        List<TrialFault> faults,
        Func<ITrialWorld, CancellationToken, Task> play,
        CancellationToken cancellationToken)
    {
        var world = await makeWorld();
        try
        {
            await play(world, cancellationToken);
            if (Difference(wanted, await world.EffectsAsync()) is { } difference)
            {
                faults.Add(new TrialFault(scenario, $"{difference} {Twice}"));
            }
        }
        catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
        {
            faults.Add(new TrialFault(scenario, trouble is InvalidOperationException
                ? trouble.Message
                : $"{trouble.GetType().Name}: {trouble.Message}"));
        }
        finally
        {
            await DisposeAsync(world);
        }
    }

    private static string? Difference(IReadOnlyList<string> wanted, IReadOnlyList<string> found)
    {
        var (missing, extra) = (Minus(wanted, found), Minus(found, wanted));
        return (missing.Count, extra.Count) switch
        {
            (0, 0) => null,
            (0, _) => $"There are effects too many: {Shown(extra)}.",
            (_, 0) => $"There are effects missing: {Shown(missing)}.",
            _ => $"There are effects missing: {Shown(missing)}; and others instead: {Shown(extra)}.",
        };
    }

    private static List<string> Minus(IReadOnlyList<string> all, IReadOnlyList<string> without)
    {
        var rest = all.ToList();
        foreach (var effect in without)
        {
            rest.Remove(effect);
        }

        return rest;
    }

    private static string Shown(List<string> effects) => effects.Count <= 3
        ? string.Join(", ", effects.Select(effect => $"'{effect}'"))
        : $"'{effects[0]}', '{effects[1]}' and {effects.Count - 2} more";

    private static ValueTask DisposeAsync(ITrialWorld world) =>
        world is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
}
