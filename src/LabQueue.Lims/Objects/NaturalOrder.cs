using System.Text;

namespace LabQueue.Lims.Objects;

/// <summary>Order in which people read ids: <c>W-9999</c> before <c>W-10000</c>.</summary>
internal static class NaturalOrder
{
    // Longer numbers sort by their digits alone, which is as good as any order for what is no number any more.
    private const int Digits = 12;

    /// <summary>A text whose ordinal order is the natural order of the texts it is made of.</summary>
    public static string Key(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var key = new StringBuilder(text.Length + Digits);
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (end > i)
            {
                key.Append(text[i..end].TrimStart('0').PadLeft(Digits, '0'));
                i = end;
            }
            else
            {
                key.Append(char.ToLowerInvariant(text[i++]));
            }
        }

        return key.ToString();
    }
}
