using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Worksheets;

namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>What is done with a worksheet in the background, where people see the worksheet.</summary>
/// <param name="Worksheet">The worksheet.</param>
/// <param name="Pending">Objects that wait, each once.</param>
/// <param name="Works">The work, oldest first, each with what it waits for.</param>
/// <param name="Now">When that was so.</param>
internal sealed record SheetBox(
    Worksheet Worksheet, IReadOnlyList<string> Pending, IReadOnlyList<WorkLine> Works, DateTimeOffset Now)
{
    /// <summary>When the person opened the page: what has ended since is told as well.</summary>
    public DateTimeOffset Opened { get; init; } = Now;

    /// <summary>The rows that the open page shows.</summary>
    public ShownRows Shown { get; init; } = ShownRows.None;

    /// <summary>Whether rows left the worksheet that the open page still shows.</summary>
    public bool HasOtherRows { get; init; }

    /// <summary>Whether something is going on.</summary>
    public bool IsBusy => Pending.Count > 0 || Works.Any(item => !item.Work.IsEnded);

    /// <summary>Whether there is anything to say.</summary>
    public bool IsShown => IsBusy || Works.Count > 0 || HasOtherRows;

    /// <summary>Reads it.</summary>
    /// <param name="reader">Where.</param>
    /// <param name="link">The way to the queue.</param>
    /// <param name="worksheet">The worksheet.</param>
    /// <param name="opened">When the page was opened; null: it is now.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public static async Task<SheetBox> ReadAsync(
        LabReader reader, LabQueueLink link, Worksheet worksheet, DateTimeOffset? opened, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pending = await reader.QueryAsync<string>(SheetSql.Pending, new { site = reader.Site, uid = worksheet.Uid }, cancellationToken);
        var works = await WorkInHand.ReadAsync(reader, worksheet.Uid, opened ?? now, now, cancellationToken);
        var lines = await WorkLine.ReadAsync(reader, link, works, time, cancellationToken);
        return new SheetBox(worksheet, pending, lines, now) { Opened = opened ?? now };
    }
}
