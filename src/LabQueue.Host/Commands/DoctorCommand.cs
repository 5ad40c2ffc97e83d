using LabQueue.Host.Checks;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;
using LabQueue.Lims.Store;
using Spectre.Console;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue doctor</c></summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "doctor",
        "Look for trouble: folder, permissions, schema, ports, clock, server. Changes nothing.",
        "labqueue doctor",
        "labqueue doctor --data /var/lib/labqueue --server http://127.0.0.1:8090/senaite")
        .With(SharedOptions.Connection)
        .Does(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var data = DataFolder.Of(context.Options);
        var store = StoreChoice.Read(context.Options);
        List<CheckResult> results = [.. new FolderChecks(data, store.Postgres is null).Run()];
        if (store.Postgres is { } shared)
        {
            results.AddRange(await new PostgresChecks(shared, context.Time).RunAsync(cancellationToken));
        }

        if (store.Postgres is not null)
        {
            results.Add(await LaboratoryAsync(new LabPlace(store, data), cancellationToken));
        }
        else if (File.Exists(data.Laboratory))
        {
            var (schema, complaint) = await SqliteLabDatabase.CheckAsync(data.Laboratory, cancellationToken);
            results.Add(complaint is null
                ? CheckResult.Ok("laboratory", $"Schema {schema}; all pages were read, and none is damaged.")
                : CheckResult.Bad("laboratory", complaint));
        }

        var code = ExitCode.Done;
        try
        {
            results.AddRange(await new ServerChecks(context, data).RunAsync(cancellationToken));
        }
        catch (CommandFailedException failed)
        {
            results.Add(CheckResult.Bad("server", failed.Message));
            code = failed.ExitCode;
        }

        Show(context.Terminal, results);
        return code != ExitCode.Done ? code
            : results.Exists(result => result.State == CheckState.Bad) ? ExitCode.Refused
            : ExitCode.Done;
    }

    private static async Task<CheckResult> LaboratoryAsync(LabPlace place, CancellationToken cancellationToken)
    {
        await using var database = place.Database();
        try
        {
            var schema = await database.SchemaAsync(cancellationToken);
            return schema > place.NewestSchema ? CheckResult.Bad("laboratory", $"Schema {schema}, of a newer program; this one knows up to {place.NewestSchema}.")
                : schema == 0 ? CheckResult.Ok("laboratory", "There is none in this database.")
                : CheckResult.Ok("laboratory", $"Schema {schema}; {database.Description}.");
        }
        catch (LabStoreException away)
        {
            return CheckResult.Bad("laboratory", away.Message);
        }
    }

    private static void Show(Terminal terminal, List<CheckResult> results) => terminal.Write(
        new
        {
            Checks = results.Select(result => new { Check = result.Name, State = Word(result.State), result.Text }),
        },
        () => results.ForEach(result => ShowLine(terminal, result)));

    private static void ShowLine(Terminal terminal, CheckResult result)
    {
        if (terminal.IsLive)
        {
            AnsiConsole.Write(new Text($"{Word(result.State),-5}", new Style(Colour(result.State))));
        }
        else
        {
            Console.Out.Write($"{Word(result.State),-5}");
        }

        terminal.Line($"{result.Name}: {result.Text}");
    }

    private static string Word(CheckState state) => state switch
    {
        CheckState.Ok => "ok",
        CheckState.Warn => "warn",
        CheckState.Bad => "bad",
    };

    private static Color Colour(CheckState state) => state switch
    {
        CheckState.Ok => Color.Green,
        CheckState.Warn => Color.Yellow,
        CheckState.Bad => Color.Red,
    };
}
