namespace LabQueue.Web.Frame;

/// <summary>The way through a list that is read page by page.</summary>
/// <param name="First">Where it begins; null: this is the first page.</param>
/// <param name="Next">The next page; null: this is the last.</param>
internal sealed record Pager(string? First, string? Next);
