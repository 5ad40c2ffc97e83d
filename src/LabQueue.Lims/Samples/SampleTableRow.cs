namespace LabQueue.Lims.Samples;

/// <summary>A row of a table of samples.</summary>
/// <param name="Line">The line that it begins in, from 1.</param>
/// <param name="Sample">What it says, as far as it can be read.</param>
/// <param name="Wrong">What cannot be read, in sentences; none: all of it can.</param>
internal sealed record SampleTableRow(int Line, NewSample Sample, IReadOnlyList<string> Wrong);
