using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.SiteSetup;

/// <summary>A user: name, roles, password, and whether the user may sign in.</summary>
internal sealed class UserModel(LabPageServices pages, LabApiServices api) : RecordPage(pages, api)
{
    private readonly LabApiServices _api = api;

    /// <inheritdoc/>
    public override string Title => Found?.Username ?? L["Add {0}", L["User"]];

    /// <summary>The user's name in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string Name { get; set; } = string.Empty;

    /// <summary><c>add</c>: a new one; else <c>edit</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string Mode { get; set; } = string.Empty;

    /// <summary>The user; null: a new one.</summary>
    public LabUser? Found { get; private set; }

    /// <summary>What the form says.</summary>
    public LabUser Shown { get; private set; } = new(string.Empty, []);

    /// <summary>Why nothing was kept; null: nobody tried.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync() => await FindAsync() ?? Page();

    /// <summary>Keeps the user.</summary>
    public async Task<IActionResult> OnPostAsync(string? username, string? fullname, string? email, string[] roles, bool disabled, string? password)
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        Shown = new LabUser(username ?? Name, roles) { Fullname = fullname ?? string.Empty, Email = email ?? string.Empty, Disabled = disabled };
        var body = new JsonObject
        {
            ["username"] = username,
            ["fullname"] = Shown.Fullname,
            ["email"] = Shown.Email,
            ["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]),
            ["disabled"] = disabled ? "yes" : "no",
            ["password"] = password,
        };
        var (_, error) = Found is null
            ? await AskAsync(UserRoutes.CreateAsync, body)
            : await AskAsync(UserRoutes.UpdateAsync, body, ("name", Found.Username));
        return End(error);
    }

    /// <summary>Gives the user another password.</summary>
    public async Task<IActionResult> OnPostPasswordAsync(string? password)
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        var (_, error) = await AskAsync(UserRoutes.SetPasswordAsync, new JsonObject { ["password"] = password }, ("name", Name));
        return End(error);
    }

    private IActionResult End(LabApiError? error)
    {
        if (error is null)
        {
            Tell(MessageKind.Done, L["It is saved."]);
            return Go("setup/users");
        }

        Wrong = error.Sentence;
        Response.StatusCode = error.Status is StatusCodes.Status403Forbidden ? error.Status : StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<IActionResult?> FindAsync()
    {
        if (!UserRoutes.IsAdministrator(Me))
        {
            return Refuse();
        }

        if (Mode == "edit")
        {
            Found = await ReadAsync(reader => _api.Users.FindAsync(reader, Name, Aborted));
            Shown = Found ?? Shown;
        }

        return Mode == "add" || Found is not null ? null : NotFound();
    }
}
