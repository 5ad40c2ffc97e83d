using LabQueue.Lims.Background;

namespace LabQueue.Lims.Pages;

/// <summary>Work in the background, where what it is about is shown.</summary>
/// <param name="Work">The work.</param>
/// <param name="Waiting">How many objects of the page wait for it.</param>
/// <param name="Now">When the page is drawn.</param>
internal sealed record WorkBox(WorkRecord Work, int Waiting, DateTimeOffset Now)
{
    private const int Enough = 3;

    /// <summary>How many objects have their outcome.</summary>
    public int Handled => Work.Total - Work.Remaining;

    /// <summary>When the person decided.</summary>
    public DateTimeOffset Decided => UnixTime.FromMicroseconds(Work.Decided);

    /// <summary>How many objects come to their end in a minute; null: too little is known.</summary>
    public double? Rate => Handled >= Enough && (Now - Decided).TotalMinutes is > 0 and var minutes ? Handled / minutes : null;

    /// <summary>How long it will take at that rate; null: too little is known.</summary>
    public TimeSpan? Left => Rate is { } rate ? TimeSpan.FromMinutes(Work.Remaining / rate) : null;
}
