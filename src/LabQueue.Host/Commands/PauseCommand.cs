namespace LabQueue.Host.Commands;

/// <summary><c>labqueue pause</c> and <c>labqueue resume</c></summary>
internal static class PauseCommand
{
    /// <summary>Makes <c>pause</c>.</summary>
    public static DocumentedCommand CreatePause() => new DocumentedCommand(
        "pause",
        "Give out no more work on a site. What runs may end, and tasks are added all the same.",
        "labqueue pause",
        "labqueue pause --site senaite --json")
        .With(SharedOptions.Connection)
        .Does((context, cancellationToken) => SetAsync(context, isPaused: true, cancellationToken));

    /// <summary>Makes <c>resume</c>.</summary>
    public static DocumentedCommand CreateResume() => new DocumentedCommand(
        "resume",
        "Give out work on a site again.",
        "labqueue resume",
        "labqueue resume --site senaite --json")
        .With(SharedOptions.Connection)
        .Does((context, cancellationToken) => SetAsync(context, isPaused: false, cancellationToken));

    private static async Task<int> SetAsync(CommandContext context, bool isPaused, CancellationToken cancellationToken)
    {
        using var queue = await ServerConnection.OpenAsync(context, cancellationToken);
        await queue.SetPausedAsync(isPaused, TaskChanges.Person(context), cancellationToken);
        context.Terminal.Write(
            new { Paused = isPaused },
            () => context.Terminal.Line(isPaused
                ? "The queue gives out no more work, until 'labqueue resume'. What runs may end."
                : "The queue gives out work."));
        return ExitCode.Done;
    }
}
