using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LabQueue.Host.Commands;

/// <summary>What options take, and the sentence for what they do not.</summary>
internal static class OptionRules
{
    /// <summary>Lets an option take these words only.</summary>
    public static T TakesOneOf<T>(this T option, params string[] words)
        where T : Option
    {
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !words.Contains(token.Value, StringComparer.Ordinal)) is { } wrong)
            {
                result.AddError($"{option.Name} is '{wrong.Value}'; it takes {string.Join(", ", words[..^1])} or {words[^1]}.");
            }
        });
        return option;
    }

    /// <summary>Reads a whole number.</summary>
    public static int WholeNumber(ArgumentResult result) =>
        Number(result, int.MinValue, int.MaxValue, $"a whole number from {int.MinValue} to {int.MaxValue}");

    /// <summary>Reads a number from 1 up to <paramref name="most"/>.</summary>
    public static int Count(ArgumentResult result, int most) => Number(result, 1, most, $"1 to {most}");

    private static int Number(ArgumentResult result, int least, int most, string range)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"{(result.Parent as OptionResult)?.Option.Name} is '{text}'; it takes {range}.");
        return default;
    }
}
