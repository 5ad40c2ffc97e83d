using LabQueue.Host.Commands;
using Spectre.Console;

namespace LabQueue.Host.Watching;

/// <summary>A table of tasks in which each has one line, however narrow the terminal is.</summary>
/// <param name="width">Columns of the terminal.</param>
internal sealed class LiveTable(int width)
{
    private const int UidWidth = 9;
    private const int StatusWidth = 8;
    private const int ObjectsWidth = 10;
    private const int UserWidth = 12;
    private const int WhenWidth = 18;
    private const int BorderPerColumn = 3;
    private const int NarrowestFlexible = 8;
    private const int ComfortableWidth = 110;

    private readonly bool _isWide = width >= ComfortableWidth;

    // Name and context share what the others leave, and the context is the longer one.
    private int Flexible
    {
        get
        {
            var (columns, taken) = _isWide ? (7, ObjectsWidth + UserWidth) : (5, 0);
            return width - taken - UidWidth - StatusWidth - WhenWidth - (columns * BorderPerColumn) - 1;
        }
    }

    /// <summary>Renders the tasks.</summary>
    public Table Render(IEnumerable<QueueTask> tasks, DateTimeOffset now)
    {
        var nameWidth = Math.Max(NarrowestFlexible, Flexible * 2 / 5);
        var contextWidth = Math.Max(NarrowestFlexible, Flexible - nameWidth);
        var table = new Table { Border = TableBorder.Rounded };
        Add(table, "Task", UidWidth);
        Add(table, "Status", StatusWidth);
        Add(table, "Name", nameWidth);
        Add(table, "Context", contextWidth);
        if (_isWide)
        {
            Add(table, "Objects", ObjectsWidth);
            Add(table, "User", UserWidth);
        }

        Add(table, "When", WhenWidth);
        foreach (var task in tasks)
        {
            string[] rest = _isWide ? [TaskText.Objects(task), Cut(task.Username, UserWidth)] : [];
            string[] cells =
            [
                task.TaskUid[..UidWidth],
                TaskJson.NameOf(task.Status),
                Cut(task.Name, nameWidth),
                CutFront(task.ContextPath, contextWidth),
                .. rest,
                When(task, now),
            ];
            table.AddRow(cells.Select(cell => new Text(cell)));
        }

        return table;
    }

    private static void Add(Table table, string header, int width) =>
        table.AddColumn(new TableColumn(new Text(header)) { Width = width, NoWrap = true });

    private static string When(QueueTask task, DateTimeOffset now) => task switch
    {
        { Status: QueueTaskStatus.Running, Started: { } started } => $"runs {Wording.Duration(now - started)}",
        { NotBefore: { } start } when start > now => $"starts {Wording.Ago(start, now)}",
        _ => $"waits {Wording.Duration(now - task.Created)}",
    };

    private static string Cut(string text, int width)
    {
        var printable = Wording.Printable(text);
        return printable.Length <= width ? printable : $"{printable.AsSpan(0, width - 1)}…";
    }

    // The end of a path says more than its beginning.
    private static string CutFront(string text, int width)
    {
        var printable = Wording.Printable(text);
        return printable.Length <= width ? printable : $"…{printable.AsSpan(printable.Length - width + 1)}";
    }
}
