using System.Globalization;
using System.Text;

namespace LabQueue.Engine;

/// <summary>Takes texts apart into the words by which they are found.</summary>
/// <remarks>
/// A word is letters and digits, and what a single sign joins: <c>W-0005</c> is one, kept as <c>w_0005</c>. It is found from its
/// beginning and from behind each sign. Writing without blanks is found from each of its signs on.
/// </remarks>
public static class SearchWords
{
    /// <summary>Stands for whatever joins words.</summary>
    public const char Joint = '_';

    /// <summary>As many words of a question count.</summary>
    public const int MostWanted = 8;

    /// <summary>As many words of a text are kept.</summary>
    public const int Most = 24;

    /// <summary>As many words of an error are kept, whose first lines are those of the program.</summary>
    public const int MostOfError = 120;

    // Nobody looks for what comes after that many letters.
    private const int LongestText = 2_000;

    // Longer words are told apart by their first letters well enough.
    private const int Longest = 40;
    private const int MostBeginnings = 16;

    // From here on the scripts that put no blanks between words.
    private const int FirstWithoutBlanks = 0x2E80;

    /// <summary>The words of a text, whole; for a question.</summary>
    public static IReadOnlyList<string> Of(string text, int most)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        Rune? joint = null;
        foreach (var rune in Plain(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(joint is null ? string.Empty : "_").Append(rune.ToString());
                joint = null;
            }
            else if (word.Length > 0 && joint is null && IsJoint(rune))
            {
                joint = rune;
            }
            else if (word.Length > 0)
            {
                Take(words, word);
                joint = null;
            }

            if (words.Count >= most)
            {
                return words;
            }
        }

        Take(words, word);
        return words;
    }

    /// <summary>All beginnings by which a text is found, each once.</summary>
    public static IEnumerable<string> Beginnings(string text, int most) =>
        Of(text[..Math.Min(text.Length, LongestText)], most).SelectMany(BeginningsOf).Select(Cut).Distinct(StringComparer.Ordinal);

    /// <summary>As much of a word as is kept.</summary>
    public static string Cut(string word) =>
        word.Length <= Longest ? word : word[..(char.IsHighSurrogate(word[Longest - 1]) ? Longest - 1 : Longest)];

    /// <summary>A path without the name of its site, with which all begin: it would find every task.</summary>
    public static string WithoutSite(string path) =>
        path.StartsWith('/') && path.IndexOf('/', 1) is > 0 and var end ? path[end..] : path;

    private static IEnumerable<string> BeginningsOf(string word)
    {
        yield return word;
        var found = 1;
        for (var index = 1; index < word.Length && found < MostBeginnings; index++)
        {
            var isStart = word[index - 1] == Joint
                || (word[index] >= FirstWithoutBlanks && word[index] != Joint && !char.IsLowSurrogate(word[index]));
            if (isStart)
            {
                found++;
                yield return word[index..];
            }
        }
    }

    private static void Take(List<string> words, StringBuilder word)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }

    // A path's steps are words of their own.
    private static bool IsJoint(Rune rune) => rune.Value is not ('/' or '\\' or '|' or ',' or ';') && !Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune);

    // Without accents and capitals. What is no proper text becomes a sign that joins nothing in particular.
    private static string Plain(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            plain.Append(rune.ToString());
        }

        var parts = plain.ToString().Normalize(NormalizationForm.FormKD);
        plain.Clear();
        foreach (var rune in parts.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
            {
                plain.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }

        return plain.ToString().Normalize(NormalizationForm.FormC);
    }
}
