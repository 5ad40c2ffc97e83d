using System.CommandLine;
using System.Text.Json.Nodes;
using LabQueue.Client.Outbox;
using LabQueue.Client.Sqlite;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue outbox</c></summary>
internal static class OutboxCommand
{
    private const int MostTasks = 1_000;
    private const int UsualTasks = 50;

    private static readonly Argument<string> Target = new("FILE")
    {
        Description = "The file that a program keeps its outbox in, whether the program runs or not.",
    };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = $"Tasks to list, 1 to {MostTasks}.",
        HelpName = "N",
        CustomParser = result => OptionRules.Count(result, MostTasks),
        DefaultValueFactory = _ => UsualTasks,
    };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "outbox",
        "Show what a program's outbox file holds: what waits for the server and why, and what was refused. Changes nothing.",
        "labqueue outbox /var/lib/orders/outbox.db",
        "labqueue outbox outbox.db --json | jq .waiting")
        .With(Target, Limit)
        .Does(Run);

    private static Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var outbox = Read(context.Get(Target), context.Get(Limit));
        context.Terminal.Write(Json(outbox), () => Show(context.Terminal, outbox, context.Time.GetUtcNow()));
        return Task.FromResult(ExitCode.Done);
    }

    private static OutboxFile Read(string path, int most)
    {
        try
        {
            return OutboxFile.Read(path, most);
        }
        catch (OutboxException trouble)
        {
            throw new CommandFailedException(trouble.Message);
        }
    }

    private static object Json(OutboxFile outbox) => new
    {
        outbox.Figures.Waiting,
        outbox.Figures.Oldest,
        outbox.Figures.Refused,
        outbox.Block,
        Tasks = outbox.Waiting.Select(Node),
        RefusedTasks = outbox.Refused.Select(refused => new { refused.Reason, TimeOfRefusal = refused.Refused, Task = Node(refused.Task) }),
    };

    private static object Node(OutboxTask task) => new { task.Kept, task.Username, Task = JsonNode.Parse(task.Text) };

    private static void Show(Terminal terminal, OutboxFile outbox, DateTimeOffset now)
    {
        var (waiting, oldest, refused) = outbox.Figures;
        var age = oldest is { } first ? $", the first one for {Wording.Duration(now - first)}" : string.Empty;
        terminal.Line($"{Wording.Count(waiting, "task")} waiting{age}; {refused} refused.");
        if (outbox.Block is { } block)
        {
            terminal.Line($"{block.TaskUid} is sent in vain for {Wording.Duration(now - block.Since)}: {block.Reason}");
        }

        List(terminal, "Waiting", "Kept", [.. outbox.Waiting.Select(task => Row(task, Wording.Ago(task.Kept, now)))], waiting);
        List(terminal, "Refused", "Reason", [.. outbox.Refused.Select(task => Row(task.Task, task.Reason))], refused);
    }

    private static void List(Terminal terminal, string title, string last, IReadOnlyList<string>[] rows, long all)
    {
        if (rows.Length == 0)
        {
            return;
        }

        terminal.Line();
        terminal.Line(title);
        terminal.Table(["Task", "Name", "Context", "User", last], rows);
        if (rows.Length < all)
        {
            Terminal.Error($"There are {all - rows.Length} more; see --limit.");
        }
    }

    private static IReadOnlyList<string> Row(OutboxTask task, string last)
    {
        var wish = JsonNode.Parse(task.Text);
        return [task.TaskUid, Text(wish, "name"), Text(wish, "context_path"), task.Username, last];
    }

    private static string Text(JsonNode? wish, string name) => (string?)wish?[name] ?? string.Empty;
}
