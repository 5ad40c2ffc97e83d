using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace LabQueue.Host.Commands;

/// <summary>Where a command writes: tables on a terminal, plain lines where the output is redirected, or JSON.</summary>
/// <param name="json">Whether JSON was asked for.</param>
internal sealed class Terminal(bool json)
{
    private static readonly JsonSerializerOptions Indented = new(QueueJson.Options) { WriteIndented = true };

    /// <summary>Whether JSON was asked for.</summary>
    public bool Json { get; } = json;

    /// <summary>Whether somebody looks at the output as it comes.</summary>
    public bool IsLive => !Json && !Console.IsOutputRedirected;

    /// <summary>Writes one sentence to standard error.</summary>
    public static void Error(string sentence) => Console.Error.WriteLine($"labqueue: {Wording.Printable(sentence)}");

    /// <summary>Writes what went wrong to standard error as JSON, for who asked for JSON.</summary>
    public static void JsonError(string sentence, int exitCode) =>
        Console.Error.WriteLine(JsonSerializer.Serialize(new { Error = sentence, ExitCode = exitCode }, QueueJson.Options));

    /// <summary>Writes a line for people; nothing where JSON was asked for.</summary>
    public void Line(string text = "")
    {
        if (!Json)
        {
            Console.Out.WriteLine(Wording.Printable(text));
        }
    }

    /// <summary>Writes a value as JSON if that was asked for, else what <paramref name="people"/> writes.</summary>
    public void Write(object value, Action people)
    {
        if (Json)
        {
            WriteJson(value);
        }
        else
        {
            people();
        }
    }

    /// <summary>Writes a value as JSON: indented for a person, on one line for a program.</summary>
    public static void WriteJson(object value) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(value, Console.IsOutputRedirected ? QueueJson.Options : Indented));

    /// <summary>Writes a value as JSON on one line.</summary>
    public static void WriteJsonLine(object value) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(value, QueueJson.Options));

    /// <summary>Writes a table: with borders on a terminal, else in columns parted by at least two blanks.</summary>
    /// <param name="headers">The columns' titles; one that begins with a blank has its figures on the right.</param>
    /// <param name="rows">The cells.</param>
    public void Table(IReadOnlyList<string> headers, IReadOnlyCollection<IReadOnlyList<string>> rows)
    {
        if (IsLive)
        {
            AnsiConsole.Write(Bordered(headers, rows));
            return;
        }

        IReadOnlyList<IReadOnlyList<string>> all = [[.. headers.Select(header => header.Trim())], .. rows];
        var printable = all.Select(row => row.Select(Wording.Printable).ToArray()).ToArray();
        var widths = headers.Select((_, column) => printable.Max(row => row[column].Length)).ToArray();
        foreach (var row in printable)
        {
            Console.Out.WriteLine(Columns(row, headers, widths));
        }
    }

    /// <summary>A table with borders. Its first column is what people copy, and never broken over two lines.</summary>
    public static Table Bordered(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var header in headers)
        {
            table.AddColumn(new TableColumn(new Text(header.Trim()))
            {
                NoWrap = table.Columns.Count == 0,
                Alignment = header is [' ', ..] ? Justify.Right : Justify.Left,
            });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(Wording.Printable(cell))));
        }

        return table;
    }

    private static string Columns(string[] row, IReadOnlyList<string> headers, int[] widths)
    {
        var line = new StringBuilder();
        for (var column = 0; column < row.Length; column++)
        {
            var cell = row[column];
            line.Append(headers[column] is [' ', ..] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            line.Append("  ");
        }

        return line.ToString().TrimEnd();
    }
}
