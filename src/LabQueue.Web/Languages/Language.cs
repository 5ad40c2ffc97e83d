using System.Globalization;

namespace LabQueue.Web.Languages;

/// <summary>A language of the pages.</summary>
/// <param name="Code">As in <c>lang</c> of HTML.</param>
/// <param name="Name">What its speakers call it.</param>
internal sealed record Language(string Code, string Name)
{
    /// <summary>All of them; the first is what texts are written in, and what is shown to whom no other suits.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        new("en", "English"), new("de", "Deutsch"), new("es", "Español"), new("cs", "Čeština"), new("zh-CN", "简体中文"),
    ];

    /// <summary>How it writes numbers and dates.</summary>
    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(Code == "en" ? "en-GB" : Code);

    /// <summary>The language of that code; null: there is none.</summary>
    public static Language? Find(string? code) =>
        All.FirstOrDefault(language => string.Equals(language.Code, code, StringComparison.OrdinalIgnoreCase));

    /// <summary>The language that suits a speaker of another: <c>de-AT</c> reads <c>de</c>.</summary>
    public static Language? FindLike(string code) =>
        Find(code) ?? All.FirstOrDefault(language => FirstPart(language.Code).SequenceEqual(FirstPart(code)));

    /// <summary>The language of a culture that <see cref="All"/> has.</summary>
    public static Language Of(CultureInfo culture) => FindLike(culture.Name) ?? All[0];

    private static ReadOnlySpan<char> FirstPart(string code) => code.AsSpan(0, code.IndexOf('-') is > 0 and var end ? end : code.Length);
}
