using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Pages;

/// <summary>The search of all pages.</summary>
/// <param name="parts">Where it looks.</param>
internal sealed class SearchModel(IEnumerable<ISearch> parts) : SitePage
{
    private const int Longest = 200;

    /// <inheritdoc/>
    public override string Title => L["Search"];

    /// <summary>What is looked for.</summary>
    [BindProperty(SupportsGet = true, Name = "text")]
    public string? Text { get; set; }

    /// <summary>What was found, by kind.</summary>
    public IReadOnlyList<IGrouping<string, SearchHit>> Found { get; private set; } = [];

    /// <summary>Looks.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        Text = (Text ?? string.Empty).Trim();
        Text = Text.Length > Longest ? Text[..Longest] : Text;
        if (Text.Length == 0)
        {
            return Page();
        }

        var hits = new List<SearchHit>();
        foreach (var part in parts)
        {
            hits.AddRange(await part.FindAsync(Visitor, Text, Aborted));
        }

        Found = [.. hits.GroupBy(hit => hit.Kind, StringComparer.Ordinal)];
        return Page();
    }
}
