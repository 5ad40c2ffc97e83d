using LabQueue.Host.TakingOver;

namespace LabQueue.Host.Commands;

/// <summary>Says what an import came to.</summary>
internal static class ImportReport
{
    /// <summary>Writes it.</summary>
    public static void Write(CommandContext context, TakeOver takeOver, Uri from, Uri to, bool isDryRun) =>
        context.Terminal.Write(
            new
            {
                From = from.ToString(),
                To = to.ToString(),
                DryRun = isDryRun,
                takeOver.Found,
                Added = new { takeOver.Queued, takeOver.Running, takeOver.Failed, takeOver.Ghosts },
                AlreadyThere = takeOver.Known,
                takeOver.Refused,
                takeOver.Changed,
            },
            () => WriteText(context.Terminal, takeOver, to, isDryRun));

    private static void WriteText(Terminal terminal, TakeOver takeOver, Uri to, bool isDryRun)
    {
        var added = takeOver.Queued + takeOver.Running + takeOver.Failed;
        terminal.Line(isDryRun
            ? $"{Wording.Count(added, "task")} would be added to {to}:"
            : $"{Wording.Count(added, "task")} added to {to}:");
        terminal.Line($"  {takeOver.Queued} queued");
        terminal.Line($"  {takeOver.Running} that ran, queued again{Warning(takeOver)}");
        terminal.Line($"  {takeOver.Failed} failed");
        terminal.Line($"  ({takeOver.Ghosts} of them hidden)");
        terminal.Line($"{takeOver.Known} there already.");
        foreach (var change in takeOver.Changed)
        {
            terminal.Line($"Changed: {Label(change)}, because {change.Reason}.");
        }

        terminal.Line($"{takeOver.Refused.Count} not taken.");
        foreach (var refusal in takeOver.Refused)
        {
            terminal.Line($"Not taken: {Label(refusal)}, because {refusal.Reason.TrimEnd('.')}.");
        }
    }

    private static string Warning(TakeOver takeOver) =>
        takeOver.Running > 0 ? ": see that their consumers have stopped, or they are done twice" : string.Empty;

    private static string Label(Finding finding) => $"{finding.TaskUid ?? "a task without uid"} ({finding.Name ?? "no name"})";
}
