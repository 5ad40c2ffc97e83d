namespace LabQueue.TestKit.Histories;

/// <summary>Says how an answer differs from the model's.</summary>
internal static class Differ
{
    /// <summary>Lines that must be the same, in the same order.</summary>
    public static void IfNotSame(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var (wanted, found) = (expected.ToList(), actual.ToList());
        if (!wanted.SequenceEqual(found, StringComparer.Ordinal))
        {
            throw new HistoryMismatchException(
                $"{what}\n  expected:\n    {string.Join("\n    ", wanted)}\n  found:\n    {string.Join("\n    ", found)}");
        }
    }

    /// <summary>Texts that must be the same.</summary>
    public static void IfNotSame(string what, object? expected, object? actual) =>
        IfNotSame(what, [$"{expected}"], [$"{actual}"]);

    /// <summary>Something that must hold.</summary>
    public static void Unless(bool holds, string what)
    {
        if (!holds)
        {
            throw new HistoryMismatchException(what);
        }
    }
}
