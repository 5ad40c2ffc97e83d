namespace LabQueue.Lims.Pages;

/// <summary>How many rows people can have on a page of a list.</summary>
internal static class PageSizes
{
    /// <summary>All of them, the usual one first.</summary>
    public static IReadOnlyList<int> All { get; } = [25, 50, 100, 200];

    /// <summary>What was asked for, where it can be had; else the usual one.</summary>
    public static int Of(int wanted) => All.Contains(wanted) ? wanted : All[0];
}
