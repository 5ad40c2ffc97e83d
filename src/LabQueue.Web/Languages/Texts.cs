using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using LabQueue.Web.Frame;

namespace LabQueue.Web.Languages;

/// <summary>The texts of the pages in all languages. A text is found by its English words.</summary>
/// <remarks>
/// They are embedded as <c>languages/*.json</c>, each text with all its translations side by side. A text that counts has its
/// forms behind each other, with <c>|</c> between: <c>{0} analysis|{0} analyses</c>. English, German and Spanish have two,
/// Czech three (1, 2 to 4, and all others), Chinese one.
/// </remarks>
internal sealed class Texts
{
    private const string Folder = "languages/";

    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _byLanguage;

    /// <summary>Reads the texts that assemblies carry.</summary>
    public Texts(IEnumerable<PageAssembly> sources)
    {
        var languages = Language.All.ToDictionary(
            language => language.Code, _ => new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var source in sources)
        {
            Read(source.Assembly, languages);
        }

        _byLanguage = languages.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToFrozenDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>A text in the language of the request; its English words where that lacks it.</summary>
    public string this[string english] => Find(english);

    /// <summary>A text with values in it.</summary>
    /// <param name="english">The English words, with <c>{0}</c> and so on.</param>
    /// <param name="values">What stands there.</param>
    public string this[string english, params ReadOnlySpan<object?> values] =>
        string.Format(CultureInfo.CurrentCulture, Find(english), values);

    /// <summary>A text that counts.</summary>
    /// <param name="number">How many; <c>{0}</c> in the text.</param>
    /// <param name="english">The English forms.</param>
    /// <param name="values">Further values, <c>{1}</c> and so on.</param>
    public string Count(long number, string english, params ReadOnlySpan<object?> values)
    {
        var forms = Find(english).Split('|');
        var form = forms[Math.Min(FormOf(number, forms.Length), forms.Length - 1)];
        return string.Format(CultureInfo.CurrentCulture, form, [number, .. values]);
    }

    // https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html, for whole numbers.
    private static int FormOf(long number, int forms) => number switch
    {
        1 => 0,
        >= 2 and <= 4 when forms == 3 => 1,
        _ => forms == 3 ? 2 : 1,
    };

    private string Find(string english) =>
        _byLanguage[Language.Of(CultureInfo.CurrentUICulture).Code].GetValueOrDefault(english, english);

    private static void Read(Assembly assembly, Dictionary<string, Dictionary<string, string>> languages)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var texts = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!;
            foreach (var (english, translations) in texts)
            {
                foreach (var (language, text) in translations)
                {
                    languages[language][english] = text;
                }
            }
        }
    }
}
