using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Background;
using LabQueue.Lims.Clients;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Clients;

/// <summary>Which user a contact is (<c>lims-domain</c>, 6.4).</summary>
internal abstract class LoginPage(LabPageServices pages, LabApiServices api) : RecordPage(pages, api)
{
    private const int MostUsers = 200;
    private const int MostPages = 20;

    /// <inheritdoc/>
    public override string Title => L["Login details of {0}", Contact.Title];

    /// <summary>Part of a user's name that is searched for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>The contact.</summary>
    public Person Contact { get; protected set; } = new Contact();

    /// <summary>The user that it is; null: none.</summary>
    public LabUser? Linked { get; private set; }

    /// <summary>Users that it could be.</summary>
    public IReadOnlyList<LabUser> Candidates { get; private set; } = [];

    /// <summary>The giving or taking of rights that was asked for last; null: none was.</summary>
    public WorkRecord? Walk { get; private set; }

    /// <summary>Why nothing was changed; null: nobody tried.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Where the list is that leads here.</summary>
    public abstract string PathAbove { get; }

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        await ReadAsync();
        return IsPart ? Partial("_RightsWalk", this) : Page();
    }

    /// <summary>Links a user that there is.</summary>
    public Task<IActionResult> OnPostLinkAsync(string? username) =>
        ChangeAsync(ContactRoutes.LinkAsync, new JsonObject { ["username"] = username }, L["The user is linked."]);

    /// <summary>Makes a user and links it.</summary>
    public Task<IActionResult> OnPostCreateAsync(string? username, string? password, string? again) => password != again
        ? RefuseAsync(L["The password was not the same both times."])
        : ChangeAsync(ContactRoutes.CreateLoginAsync, new JsonObject { ["username"] = username, ["password"] = password }, L["The log-in is made, and linked."]);

    /// <summary>Ends the link.</summary>
    public Task<IActionResult> OnPostUnlinkAsync(string? username) =>
        ChangeAsync(ContactRoutes.UnlinkAsync, new JsonObject { ["username"] = username }, L["The link is ended."]);

    /// <summary>Finds the contact; the answer where the person may not, else null.</summary>
    protected abstract Task<IActionResult?> FindContactAsync();

    private async Task<IActionResult?> FindAsync() =>
        !ContactLinks.IsAllowed(Me) ? Refuse() : await FindContactAsync();

    private async Task<IActionResult> ChangeAsync(Func<LabCall, Task<JsonObject>> route, JsonObject body, string done)
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        var (_, error) = await AskAsync(route, body, ("uid", Contact.Uid));
        if (error is not null)
        {
            return await RefuseAsync(error.Sentence);
        }

        Tell(MessageKind.Done, done);
        return Redirect(With());
    }

    private async Task<IActionResult> RefuseAsync(string sentence)
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        Wrong = sentence;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        await ReadAsync();
        return Page();
    }

    private Task<bool> ReadAsync() => ReadAsync(async reader =>
    {
        Walk = await WorkLedger.LastOfContextAsync(reader, Contact.Uid, Aborted);
        if (!IsPart)
        {
            Linked = await LabUsers.FindByContactAsync(reader, Contact.Uid, Aborted);
            Candidates = Linked is null ? await CandidatesAsync(reader) : [];
        }

        return true;
    });

    // Most users of a laboratory can be no contact of a client: the next are read until there are enough.
    private async Task<IReadOnlyList<LabUser>> CandidatesAsync(LabReader reader)
    {
        var candidates = new List<LabUser>();
        var query = new UserQuery { Disabled = false, IsUnlinked = true, Text = Q, Limit = MostUsers };
        for (var page = 0; page < MostPages && candidates.Count < MostUsers; page++)
        {
            var users = await LabUsers.ListAsync(reader, query, Aborted);
            candidates.AddRange(users.Where(user => ContactLinks.Obstacle(user, Contact) is null));
            if (users.Count < MostUsers)
            {
                break;
            }

            query = query with { After = users[^1].Username };
        }

        return [.. candidates.Take(MostUsers)];
    }
}
