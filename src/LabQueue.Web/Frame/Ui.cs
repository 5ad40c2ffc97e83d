using System.Globalization;
using System.Text.Encodings.Web;
using LabQueue.Web.Assets;
using LabQueue.Web.Languages;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace LabQueue.Web.Frame;

/// <summary>What all pages draw alike: icons, times, lengths of time, files.</summary>
internal sealed class Ui(AssetFiles assets, Texts texts, TimeProvider time) : IViewContextAware
{
    private const int MinutesOfHour = 60;

    private HttpContext? _context;

    /// <summary>The time that the page is drawn at.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <inheritdoc/>
    public void Contextualize(ViewContext viewContext) => _context = viewContext.HttpContext;

    /// <summary>The address of a style or script.</summary>
    public string Asset(string name) => assets.AddressOf(name);

    /// <summary>An icon. It says nothing to who does not see it: a word has to stand beside it.</summary>
    public IHtmlContent Icon(string name) => new HtmlString(assets.Icon(name));

    /// <summary>A moment as people say it: <i>3 min ago</i>; its title tells it exactly, in the person's zone.</summary>
    public IHtmlContent When(DateTimeOffset? moment) => moment is { } known ? TimeTag(known, Ago(Now - known)) : HtmlString.Empty;

    /// <summary>A moment as date and time in the person's zone.</summary>
    public IHtmlContent Moment(DateTimeOffset? moment) => moment is { } known ? TimeTag(known, Local(known, "yyyy-MM-dd HH:mm")) : HtmlString.Empty;

    /// <summary>A day in the person's zone.</summary>
    public IHtmlContent Day(DateTimeOffset? moment) => moment is { } known ? TimeTag(known, Local(known, "yyyy-MM-dd")) : HtmlString.Empty;

    /// <summary>A moment within a sentence, in the person's zone: its time, and its date where that is another day.</summary>
    public string Clock(DateTimeOffset? moment) =>
        moment is not { } known ? string.Empty
        : Local(known, "yyyy-MM-dd") == Local(Now, "yyyy-MM-dd") ? Local(known, "HH:mm:ss")
        : Local(known, "yyyy-MM-dd HH:mm");

    /// <summary>A length of time in its two largest units: <i>2 min 5 s</i>.</summary>
    public string Length(TimeSpan length) => length switch
    {
        { TotalSeconds: < 1 } => texts["{0} ms", (int)length.TotalMilliseconds],
        { TotalSeconds: < 60 } => texts["{0} s", (int)length.TotalSeconds],
        { TotalMinutes: < MinutesOfHour } => Two("{0} min", (int)length.TotalMinutes, "{0} s", length.Seconds),
        { TotalHours: < 24 } => Two("{0} h", (int)length.TotalHours, "{0} min", length.Minutes),
        _ => Two("{0} d", (int)length.TotalDays, "{0} h", length.Hours),
    };

    private string Two(string large, int first, string small, int second) =>
        second == 0 ? texts[large, first] : $"{texts[large, first]} {texts[small, second]}";

    private string Ago(TimeSpan age) => age switch
    {
        { TotalSeconds: < -1 } => texts["in {0}", Length(Coarse(-age))],
        { TotalSeconds: < 5 } => texts["now"],
        _ => texts["{0} ago", Length(Coarse(age))],
    };

    // One unit is enough for what lies behind.
    private static TimeSpan Coarse(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => TimeSpan.FromSeconds((long)age.TotalSeconds),
        { TotalHours: < 1 } => TimeSpan.FromMinutes((long)age.TotalMinutes),
        { TotalDays: < 1 } => TimeSpan.FromHours((long)age.TotalHours),
        _ => TimeSpan.FromDays((long)age.TotalDays),
    };

    private HtmlString TimeTag(DateTimeOffset moment, string text)
    {
        var machine = moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var zone = _context is null ? TimeZoneInfo.Utc : Preferences.ZoneOf(_context.Request);
        var title = $"{Local(moment, "yyyy-MM-dd HH:mm:ss")} {(zone.Equals(TimeZoneInfo.Utc) ? "UTC" : zone.Id)}";
        var encode = HtmlEncoder.Default;
        return new HtmlString($"<time datetime=\"{machine}\" title=\"{encode.Encode(title)}\">{encode.Encode(text)}</time>");
    }

    private string Local(DateTimeOffset moment, string format)
    {
        var zone = _context is null ? TimeZoneInfo.Utc : Preferences.ZoneOf(_context.Request);
        return TimeZoneInfo.ConvertTime(moment, zone).ToString(format, CultureInfo.InvariantCulture);
    }
}
