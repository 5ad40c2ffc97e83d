using System.Text.Json;
using LabQueue.Web.Access;
using LabQueue.Web.Languages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace LabQueue.Web.Frame;

/// <summary>A page of a site.</summary>
internal abstract class SitePage : PageModel
{
    private const string MessagesKey = "messages";

    /// <summary>Who looks at it.</summary>
    public Visitor Visitor => HttpContext.Features.Get<Visitor>() ?? throw new InvalidOperationException("The page is of no site.");

    /// <summary>The site that it is of.</summary>
    public string Site => Visitor.Site;

    /// <summary>Texts in the language of who looks.</summary>
    public Texts L => HttpContext.RequestServices.GetRequiredService<Texts>();

    /// <summary>The heading, and the first part of the window's title; in the language of who looks.</summary>
    public abstract string Title { get; }

    /// <summary>Ends the wait when the browser hangs up.</summary>
    protected CancellationToken Aborted => HttpContext.RequestAborted;

    /// <summary>Whether a part of the page is asked for by its own script.</summary>
    public bool IsPart => Request.Headers.ContainsKey("HX-Request");

    /// <summary>The address of another page of the site.</summary>
    public string AddressOf(string path) => SiteAddress.Of(Site, path);

    /// <summary>This page's address with other parameters: what a tab, a filter or a heading leads to.</summary>
    /// <param name="changes">Name and new value of each parameter that differs; null drops it.</param>
    public string With(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var query = Request.Query.ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal);

        // Which form was sent is no state of the page.
        query.Remove("handler");
        foreach (var (name, value) in changes)
        {
            query[name] = value;
        }

        return Request.Path + QueryString.Create(query.Where(pair => !string.IsNullOrEmpty(pair.Value)));
    }

    /// <summary>Says something on the next page that the person sees.</summary>
    protected void Tell(MessageKind kind, string text) => Tell(new Message(kind, text));

    /// <summary>As <see cref="Tell(MessageKind, string)"/>, for a sentence that was made by a rule: those are English.</summary>
    protected void TellEnglish(MessageKind kind, string text) => Tell(new Message(kind, text) { Language = "en" });

    /// <summary>What the pages before had to say; said once.</summary>
    public IReadOnlyList<Message> TakeMessages() => Messages();

    /// <summary>Refuses what the person may not do; a page says so.</summary>
    protected static IActionResult Refuse() => new StatusCodeResult(StatusCodes.Status403Forbidden);

    /// <summary>Leads on to another page of the site after a form was sent, so that a reload sends nothing again.</summary>
    protected IActionResult Go(string path) => Redirect(AddressOf(path));

    private void Tell(Message message)
    {
        var messages = Messages();
        messages.Add(message);
        TempData[MessagesKey] = JsonSerializer.Serialize(messages);
    }

    private List<Message> Messages() =>
        TempData[MessagesKey] is string text ? JsonSerializer.Deserialize<List<Message>>(text) ?? [] : [];
}
