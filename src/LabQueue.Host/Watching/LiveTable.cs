using LabQueue.Host.Commands;
using Spectre.Console;

namespace LabQueue.Host.Watching;

/// <summary>A table of tasks in which each has one line, however narrow the terminal is.</summary>
/// <param name="width">Columns of the terminal.</param>
internal sealed class LiveTable(int width)
{
    private const int UidWidth = TaskUid.Length;
    private const int StatusWidth = 8;
    private const int ObjectsWidth = 10;
    private const int UserWidth = 12;
    private const int WhenWidth = 18;
    private const int BorderPerColumn = 3;
    private const int NarrowestFlexible = 8;
    private const int WidthWithContext = 120;
    private const int ComfortableWidth = 150;

    private readonly bool _hasContext = width >= WidthWithContext;
    private readonly bool _isWide = width >= ComfortableWidth;

    // Name and context share what the others leave. On a usual terminal that is only enough for the name: the uid, which other
    // commands take, is whole, and the status is said by the last column.
    private int Flexible
    {
        get
        {
            var (columns, taken) = (_hasContext, _isWide) switch
            {
                (_, true) => (7, StatusWidth + ObjectsWidth + UserWidth),
                (true, false) => (5, StatusWidth),
                (false, false) => (3, 0),
            };
            return Math.Max(NarrowestFlexible, width - taken - UidWidth - WhenWidth - (columns * BorderPerColumn) - 1);
        }
    }

    /// <summary>Renders the tasks.</summary>
    public Table Render(IReadOnlyList<QueueTask> tasks, DateTimeOffset now)
    {
        var nameWidth = NameWidth(tasks);
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var (header, columnWidth) in Columns(nameWidth))
        {
            table.AddColumn(new TableColumn(new Text(header)) { Width = columnWidth, NoWrap = true });
        }

        foreach (var task in tasks)
        {
            string[] between = _hasContext
                ? [TaskJson.NameOf(task.Status), Cut(task.Name, nameWidth), CutFront(task.ContextPath, Flexible - nameWidth)]
                : [Cut(task.Name, nameWidth)];
            string[] rest = _isWide ? [TaskText.Objects(task), Cut(task.Username, UserWidth)] : [];
            string[] cells = [task.TaskUid, .. between, .. rest, When(task, now)];
            table.AddRow(cells.Select(cell => new Text(cell)));
        }

        return table;
    }

    private int NameWidth(IReadOnlyList<QueueTask> tasks)
    {
        var longest = tasks.Select(task => Wording.Printable(task.Name).Length).DefaultIfEmpty().Max();
        return _hasContext ? Math.Clamp(longest, NarrowestFlexible, Flexible * 3 / 5) : Flexible;
    }

    private IEnumerable<(string Header, int Width)> Columns(int nameWidth)
    {
        yield return ("Task", UidWidth);
        if (_hasContext)
        {
            yield return ("Status", StatusWidth);
        }

        yield return ("Name", nameWidth);
        if (_hasContext)
        {
            yield return ("Context", Flexible - nameWidth);
        }

        if (_isWide)
        {
            yield return ("Objects", ObjectsWidth);
            yield return ("User", UserWidth);
        }

        yield return ("When", WhenWidth);
    }

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
