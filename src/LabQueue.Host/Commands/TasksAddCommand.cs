using System.CommandLine;
using System.Text.Json;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue tasks add</c></summary>
internal static class TasksAddCommand
{
    private static readonly Argument<string> Name = new("NAME")
    {
        Description = "What kind of work it is, such as task_assign_analyses.",
    };

    private static readonly Option<string> ContextUid = new("--context-uid")
    {
        Description = "Uid of the object that it is about; 0 is the site itself.",
        HelpName = "UID",
        DefaultValueFactory = _ => TaskUid.Site,
    };

    private static readonly Option<string> ContextPath = new("--context-path")
    {
        Description = "Path of that object, such as /senaite/worksheets/WS-001.",
        HelpName = "PATH",
        Required = true,
    };

    private static readonly Option<string[]> Uids = new("--uid")
    {
        Description = "Uids of the objects to handle in chunks.",
        HelpName = "UID",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> Uid = new("--task-uid")
    {
        Description = "The task's own uid; adding it twice does no harm then. Default: a new one.",
        HelpName = "UID",
    };

    private static readonly Option<string> Owner = new("--username")
    {
        Description = "The user that it runs as; default: the user who adds it.",
        HelpName = "NAME",
    };

    private static readonly Option<int> Priority = new("--priority")
    {
        Description = "Lower comes first.",
        HelpName = "N",
        CustomParser = OptionRules.WholeNumber,
        DefaultValueFactory = _ => 10,
    };

    private static readonly Option<int?> ChunkSize = new("--chunk-size")
    {
        Description = "Objects to handle at once.",
        HelpName = "N",
        CustomParser = result => OptionRules.WholeNumber(result),
    };

    private static readonly Option<int?> Retries = new("--retries")
    {
        Description = "How often it may fail and run again.",
        HelpName = "N",
        CustomParser = result => OptionRules.WholeNumber(result),
    };

    private static readonly Option<int?> MaxSeconds = new("--max-seconds")
    {
        Description = "Seconds that a chunk may take.",
        HelpName = "N",
        CustomParser = result => OptionRules.WholeNumber(result),
    };

    private static readonly Option<int?> Delay = new("--delay")
    {
        Description = "Seconds before which it does not start.",
        HelpName = "N",
        CustomParser = result => OptionRules.WholeNumber(result),
    };

    private static readonly Option<string> Lane = new("--lane")
    {
        Description = "At most one task of a lane runs.",
        HelpName = "TEXT",
    };

    private static readonly Option<bool> Unique = new("--unique")
    {
        Description = "Refuse it while a queued task has the same name and context.",
    };

    private static readonly Option<string[]> Fields = new("--field")
    {
        Description = "A field of your own (repeatable); the value is JSON, or else text.",
        HelpName = "KEY=VALUE",
    };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "add",
        "Add a task.",
        "labqueue tasks add task_assign_analyses --context-uid \"$WORKSHEET\" \\",
        "    --context-path /senaite/worksheets/WS-001 --uid \"$ANALYSIS1\" \"$ANALYSIS2\"",
        "labqueue tasks add task_nightly --context-path /senaite --field action=recalculate --json")
        .With(Name, ContextUid, ContextPath, Uids, Uid, Owner, Priority, ChunkSize, Retries, MaxSeconds, Delay, Lane, Unique)
        .With(Fields).With(SharedOptions.Connection)
        .Does(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var task = Read(context);
        using var queue = await ServerConnection.OpenAsync(context, cancellationToken);
        var results = await queue.AddAsync([task], TaskChanges.Person(context), cancellationToken);
        var result = results[0];
        context.Terminal.Write(
            new { result.Added, Task = TaskText.Node(result.Task) },
            () => context.Terminal.Line(result.Added
                ? result.Task.TaskUid
                : context.Get(Uid) is { } uid
                    ? $"Not added: the queue has {uid} already, or a task of that name waits for that object."
                    : $"Not added: a task {task.Name} waits for that object already."));
        if (result.Added && task.Username is { } wished && wished != result.Task.Username)
        {
            Terminal.Error($"It runs as {result.Task.Username}, who may not act for {wished}.");
        }

        return result.Added ? ExitCode.Done : ExitCode.Refused;
    }

    private static NewTask Read(CommandContext context)
    {
        var contextUid = context.Get(ContextUid)!;
        if (!TaskUid.IsContext(contextUid))
        {
            throw new CommandFailedException(
                $"--context-uid is '{contextUid}'; it takes {TaskUid.Length} characters from a-z and 0-9, or 0.",
                ExitCode.WrongUsage);
        }

        var fields = ReadFields(context.Get(Fields) ?? []);
        return new NewTask(context.Get(Name), contextUid, context.Get(ContextPath)!)
        {
            TaskUid = context.Get(Uid),
            Uids = context.Get(Uids) ?? [],
            Username = context.Get(Owner),
            Priority = context.Get(Priority),
            ChunkSize = context.Get(ChunkSize),
            Retries = context.Get(Retries),
            MaxSeconds = context.Get(MaxSeconds),
            Delay = context.Get(Delay),
            Lane = context.Get(Lane),
            Unique = context.Get(Unique),
            Extra = fields,
        };
    }

    private static ExtraFields ReadFields(string[] pairs)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            if (equals < 1 || TaskFields.IsReserved(name))
            {
                throw new CommandFailedException(
                    $"--field is '{pair}'; it takes KEY=VALUE, with a key that is not one of the queue's own.",
                    ExitCode.WrongUsage);
            }

            fields[name] = ReadValue(pair[(equals + 1)..]);
        }

        return ExtraFields.From(JsonSerializer.SerializeToElement(fields), _ => true);
    }

    private static JsonElement ReadValue(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}
