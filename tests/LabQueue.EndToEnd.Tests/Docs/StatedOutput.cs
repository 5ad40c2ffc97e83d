using System.Text;
using System.Text.RegularExpressions;

namespace LabQueue.EndToEnd.Tests.Docs;

/// <summary>What a page says that a command writes: <c>…</c> stands for anything; alone on its line, for any lines.</summary>
internal static class StatedOutput
{
    private const string Anything = "…";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether a command wrote what the page says.</summary>
    public static bool Matches(string stated, string written)
    {
        var pattern = new StringBuilder("^");
        foreach (var line in Lines(stated))
        {
            pattern.Append(line.Trim() == Anything
                ? @"(?:[^\n]*\n)*?"
                : Regex.Escape(line).Replace(Anything, @"[^\n]*", StringComparison.Ordinal) + @"\n");
        }

        pattern.Append('$');
        return Regex.IsMatch(
            string.Concat(Lines(written).Select(line => line + "\n")), pattern.ToString(), RegexOptions.None, Patience);
    }

    private static IEnumerable<string> Lines(string text) => text.Trim('\n').Split('\n').Select(line => line.TrimEnd());
}
