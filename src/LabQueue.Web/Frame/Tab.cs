namespace LabQueue.Web.Frame;

/// <summary>One of the lists that a page can show.</summary>
/// <param name="Text">Its name, in the language of who looks.</param>
/// <param name="Address">Where it is.</param>
/// <param name="IsHere">Whether it is the one that is shown.</param>
/// <param name="Count">How many it has; null: that is not told.</param>
internal sealed record Tab(string Text, string Address, bool IsHere, long? Count = null);
