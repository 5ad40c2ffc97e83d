namespace LabQueue.TestKit.Docs;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">What follows its fence; empty where nothing does.</param>
/// <param name="Text">Its lines, without the fences.</param>
/// <param name="Line">The line of its first fence, from 1.</param>
public sealed record DocBlock(string Language, string Text, int Line);
