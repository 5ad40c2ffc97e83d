using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Users;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.SiteSetup;

/// <summary>The users of the laboratory.</summary>
internal sealed class UsersModel(LabPageServices pages, LabApiServices api) : RecordPage(pages, api)
{
    private const int RowsOfPage = 100;

    /// <inheritdoc/>
    public override string Title => L["Users"];

    /// <summary>Part of a name that is searched for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary><c>active</c>, <c>inactive</c> or <c>all</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    /// <summary>The last user of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The users of the page.</summary>
    public IReadOnlyList<LabUser> Users { get; private set; } = [];

    /// <summary>The way through the list.</summary>
    public Pager Pager { get; private set; } = new(null, null);

    /// <summary>The tabs.</summary>
    public IReadOnlyList<Tab> Tabs =>
    [
        new(L["Active"], With(("state", null), ("after", null)), State is not ("inactive" or "all")),
        new(L["Inactive"], With(("state", "inactive"), ("after", null)), State == "inactive"),
        new(L["All"], With(("state", "all"), ("after", null)), State == "all"),
    ];

    /// <summary>Shows a page of the list.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (!UserRoutes.IsAdministrator(Me))
        {
            return Refuse();
        }

        var query = new UserQuery
        {
            After = After ?? string.Empty,
            Disabled = State == "all" ? null : State == "inactive",
            Text = Q,
            Limit = RowsOfPage + 1,
        };
        var found = await ReadAsync(reader => LabUsers.ListAsync(reader, query, Aborted));
        Users = [.. found.Take(RowsOfPage)];
        Pager = new Pager(After is null ? null : With(("after", null)), found.Count > RowsOfPage ? With(("after", Users[^1].Username)) : null);
        return Page();
    }
}
