using LabQueue.Lims.Analyses;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>An analysis where its result is typed.</summary>
/// <param name="Analysis">The analysis.</param>
/// <param name="Position">Its slot.</param>
internal sealed record ResultRow(Analysis Analysis, int Position)
{
    /// <summary>Whether it waits for a task.</summary>
    public bool IsQueued { get; init; }

    /// <summary>Whether who looks may enter its result now.</summary>
    public bool MayEnter { get; init; }

    /// <summary>Whether who looks may see its result.</summary>
    public bool MaySee { get; init; }

    /// <summary>Transitions that who looks could ask for.</summary>
    public IReadOnlyList<string> Offered { get; init; } = [];

    /// <summary>Whether its result is out of range.</summary>
    public bool IsOutOfRange { get; init; }

    /// <summary>Its range in words, such as <c>0 – 50</c>; empty: none.</summary>
    public string Range { get; init; } = string.Empty;

    /// <summary>Title of its method; empty: none.</summary>
    public string Method { get; init; } = string.Empty;

    /// <summary>Title of its instrument; empty: none.</summary>
    public string Instrument { get; init; } = string.Empty;

    /// <summary>What was typed and not saved, and why; null: nothing.</summary>
    public UnsavedResult? Unsaved { get; init; }

    /// <summary>Whether it takes the place of one that an open page shows.</summary>
    public bool IsUpdate { get; init; }

    /// <summary>Its uid, which names its cells.</summary>
    public string Uid => Analysis.Uid;

    /// <summary>Whether it can be ticked.</summary>
    public bool MayTick => !IsQueued && (Offered.Count > 0 || MayEnter);
}
