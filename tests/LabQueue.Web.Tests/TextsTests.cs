using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LabQueue.TestKit;
using LabQueue.Web.Frame;
using LabQueue.Web.Languages;

namespace LabQueue.Web.Tests;

/// <summary>The texts of the pages, in all languages.</summary>
public sealed partial class TextsTests
{
    private static readonly string[] Others = [.. Language.All.Skip(1).Select(language => language.Code)];

    // How many forms a counting text has.
    private static readonly Dictionary<string, int> Forms = new(StringComparer.Ordinal) { ["de"] = 2, ["es"] = 2, ["cs"] = 3, ["zh-CN"] = 1 };

    private static readonly Dictionary<string, Dictionary<string, string>> All = Read();

    /// <summary>The files whose pages have texts.</summary>
    public static TheoryData<string> Files { get; } = [.. Sources().Select(file => Path.GetRelativePath(RepositoryRoot.Path, file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_text_of_a_page_is_in_every_language(string file)
    {
        var used = UseOfText().Matches(File.ReadAllText(RepositoryRoot.Combine(file))).Select(match => match.Groups["text"].Value);

        used.Where(text => !All.ContainsKey(text)).Distinct(StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Every_text_is_translated_into_every_language()
    {
        foreach (var (english, translations) in All)
        {
            translations.Keys.Order(StringComparer.Ordinal).ShouldBe(Others.Order(StringComparer.Ordinal), english);
            translations.Values.ShouldAllBe(text => text.Trim().Length > 0, english);
        }
    }

    [Fact]
    public void A_translation_has_the_places_of_its_text_and_the_forms_of_its_language()
    {
        foreach (var (english, translations) in All)
        {
            var places = PlacesOf(english);
            foreach (var (language, text) in translations)
            {
                PlacesOf(text).ShouldBe(places, $"{language}: {english}");
                text.Split('|').Length.ShouldBe(english.Contains('|') ? Forms[language] : 1, $"{language}: {english}");
            }
        }
    }

    [Fact]
    public void A_text_is_found_in_one_file_only()
    {
        var twice = LanguageFiles().SelectMany(file => ReadFile(file).Keys).GroupBy(text => text, StringComparer.Ordinal).Where(group => group.Count() > 1);

        twice.Select(group => group.Key).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en", 1, "1 second.")]
    [InlineData("en", 0, "0 seconds.")]
    [InlineData("de", 2, "2 Sekunden")]
    [InlineData("cs", 1, "1 sekundu")]
    [InlineData("cs", 3, "3 sekundy")]
    [InlineData("cs", 5, "5 sekund.")]
    [InlineData("zh-CN", 7, "7 秒")]
    public void A_number_takes_the_form_of_its_language(string language, int number, string expected)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Language.Find(language)!.Culture;
            var texts = new Texts([new PageAssembly(typeof(Texts).Assembly)]);
            texts.Count(number, "Too many failed attempts. Try again in {0} second.|Too many failed attempts. Try again in {0} seconds.").ShouldContain(expected);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static string[] PlacesOf(string text) =>
        [.. Place().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static Dictionary<string, Dictionary<string, string>> Read()
    {
        var all = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (english, translations) in LanguageFiles().SelectMany(ReadFile))
        {
            all.TryAdd(english, translations);
        }

        return all;
    }

    private static Dictionary<string, Dictionary<string, string>> ReadFile(string file) =>
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(File.ReadAllText(file))!;

    private static IEnumerable<string> LanguageFiles() =>
        Projects().Select(project => Path.Combine(project, "Languages")).Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.json"));

    private static IEnumerable<string> Sources() => Projects()
        .SelectMany(project => Directory.EnumerateFiles(project, "*.cs*", SearchOption.AllDirectories))
        .Where(file => Path.GetExtension(file) is ".cs" or ".cshtml" && UseOfText().IsMatch(File.ReadAllText(file)));

    private static IEnumerable<string> Projects() => new[] { "src/LabQueue.Web", "src/LabQueue.Lims" }.Select(folder => RepositoryRoot.Combine(folder));

    // L["…"], L.Count(n, "…"), texts["…"], and entries of menus. What is made up at run time cannot be found here.
    [GeneratedRegex(
        """
        (?:\b(?:L|[tT]exts)(?:\[|\.Count\([^"]*)|new[ ]NavigationEntry\(Menu\.\w+,[ ]\d+,[ ]|Two\()"(?<text>[^"]+)"
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace,
        10_000)]
    private static partial Regex UseOfText();

    [GeneratedRegex(@"\{\d+\}", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Place();
}
