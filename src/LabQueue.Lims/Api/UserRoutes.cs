using System.Text.Json.Nodes;
using LabQueue.Access;
using LabQueue.Lims.Access;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Api;

/// <summary>Users. Who they are is for those who administer them, and for everybody about themselves (T-61).</summary>
internal static class UserRoutes
{
    /// <summary>Roles that users can be given.</summary>
    public static IReadOnlyList<string> Roles { get; } =
    [
        Role.Manager, Role.SiteAdministrator, Role.LabManager, Role.LabClerk, Role.Analyst, Role.Verifier, Role.Publisher,
        Role.Sampler, Role.SamplingCoordinator, Role.Preserver, Role.RegulatoryInspector, Role.Client, Role.Consumer,
    ];

    /// <summary>Whether a user administers users.</summary>
    public static bool IsAdministrator(LabUser user) => user.Has(Role.Manager, Role.LabManager, Role.SiteAdministrator);

    /// <summary>All users.</summary>
    public static Task<JsonObject> ListAsync(LabCall call)
    {
        RequireAdministrator(call);
        return call.ReadAsync(async reader => Envelope(call, await LabUsers.AllAsync(reader, call.Aborted), isWhole: true));
    }

    /// <summary>Who calls; also nobody may ask.</summary>
    public static async Task<JsonObject> CurrentAsync(LabCall call)
    {
        var answer = await call.Services.SignIn.FindAsync(call.Site, call.Context);
        var error = LabApiMiddleware.ErrorOf(answer);
        if (error is { Status: not 401 })
        {
            throw new LabApiException(error);
        }

        var envelope = Envelope(call, [answer.User ?? new LabUser("Anonymous User", [])], isWhole: true);
        envelope["items"]![0]!["authenticated"] = answer.User is not null;
        if (answer.Session is { } session)
        {
            envelope["csrf_token"] = session.Token;
        }

        return envelope;
    }

    /// <summary>One user.</summary>
    public static Task<JsonObject> ShowAsync(LabCall call)
    {
        var name = call.Values["name"];
        if (name != call.User.Username)
        {
            RequireAdministrator(call);
        }

        return call.ReadAsync(async reader => Envelope(call, [await FindAsync(call, reader, name)], isWhole: true));
    }

    /// <summary>Makes a user.</summary>
    public static async Task<JsonObject> CreateAsync(LabCall call)
    {
        RequireAdministrator(call);
        var given = call.Object;
        var user = new LabUser(given.Require("username"), RolesOf(call, given, []))
        {
            Fullname = given.Text("fullname") ?? string.Empty,
            Email = given.Text("email") ?? string.Empty,
        };
        var password = given.Text("password") ?? string.Empty;
        ThrowIf(UsernameRules.Refusal(user.Username) ?? PasswordRules.Refusal(password));
        user = user with { PasswordHash = PasswordRules.Hash(password) };
        await call.ChangeAsync(async work =>
        {
            if (await call.Services.Users.FindAsync(work, user.Username, call.Aborted) is not null)
            {
                throw new LabApiException(LabApiError.Conflict($"There is a user '{user.Username}' already."));
            }

            await LabUsers.PutAsync(work, null, user, "create_user", call.Aborted);
            return user;
        });
        return Envelope(call, [user], isWhole: true);
    }

    /// <summary>Gives a user another password: one's own, for who knows the present one, or anybody's, for who administers users.</summary>
    public static async Task<JsonObject> SetPasswordAsync(LabCall call)
    {
        var name = call.Values["name"];
        var password = call.Object.Text("password") ?? string.Empty;
        if (name == call.User.Username)
        {
            var answer = await call.Services.SignIn.JudgeAsync(call.Site, name, call.Object.Text("current") ?? string.Empty, call.Context);
            if (LabApiMiddleware.ErrorOf(answer) is { } error)
            {
                throw new LabApiException(error.Status == 401 ? LabApiError.Forbidden("'current' is not the present password.") : error);
            }
        }
        else
        {
            RequireAdministrator(call);
        }

        ThrowIf(PasswordRules.Refusal(password));
        var hash = PasswordRules.Hash(password);
        return await PutAsync(call, name, user => user with { PasswordHash = hash }, "set_password");
    }

    /// <summary>Changes a user's roles, name, e-mail address, and whether the user may sign in.</summary>
    public static Task<JsonObject> UpdateAsync(LabCall call)
    {
        RequireAdministrator(call);
        var given = call.Object;
        return PutAsync(
            call,
            call.Values["name"],
            user => user with
            {
                Roles = RolesOf(call, given, user.Roles),
                Fullname = given.Text("fullname") ?? user.Fullname,
                Email = given.Text("email") ?? user.Email,
                Disabled = given["disabled"] is { } disabled ? ApiText.IsYes(disabled.ToString()) : user.Disabled,
            },
            "edit_user");
    }

    /// <summary>Users in the envelope of all lists.</summary>
    public static JsonObject Envelope(LabCall call, IReadOnlyList<LabUser> users, bool isWhole) => new()
    {
        ["count"] = users.Count,
        ["pagesize"] = users.Count,
        ["page"] = 1,
        ["pages"] = 1,
        ["next"] = null,
        ["previous"] = null,
        ["items"] = new JsonArray([.. users.Select(user => (JsonNode)ItemOf(call, user, isWhole))]),
    };

    private static JsonObject ItemOf(LabCall call, LabUser user, bool isWhole)
    {
        var item = new JsonObject
        {
            ["username"] = user.Username,
            ["userid"] = user.Username,
            ["fullname"] = user.Fullname,
            ["api_url"] = $"{call.ApiUrl}/users/{Uri.EscapeDataString(user.Username)}",
        };
        if (isWhole)
        {
            item["email"] = user.Email;
            item["roles"] = new JsonArray([.. user.Roles.Select(role => (JsonNode?)role)]);
            item["disabled"] = user.Disabled;
            item["linked_contact_uid"] = user.LinkedContactUid;
        }

        return item;
    }

    private static async Task<LabUser> FindAsync(LabCall call, LabReader reader, string name) =>
        await call.Services.Users.FindAsync(reader, name, call.Aborted)
        ?? throw new LabApiException(LabApiError.NotFound($"user {name}"));

    private static async Task<JsonObject> PutAsync(LabCall call, string name, Func<LabUser, LabUser> change, string action)
    {
        var changed = await call.ChangeAsync(async work =>
        {
            var before = await FindAsync(call, work, name);
            RequireRank(call, before.Roles);
            var after = change(before);
            await LabUsers.PutAsync(work, before, after, action, call.Aborted);
            return after;
        });
        return Envelope(call, [changed], isWhole: true);
    }

    private static IReadOnlyList<string> RolesOf(LabCall call, JsonObject given, IReadOnlyList<string> present)
    {
        if (given["roles"] is not { } node)
        {
            return present;
        }

        string[] roles = node is JsonArray list ? [.. list.Select(one => one?.ToString() ?? string.Empty)] : [node.ToString()];
        if (roles.FirstOrDefault(role => !Roles.Contains(role, StringComparer.Ordinal)) is { } wrong)
        {
            throw new LabApiException(new Refusal(RefusalKind.Invalid, $"'{wrong}' is no role; there are {string.Join(", ", Roles)}."));
        }

        RequireRank(call, roles);
        return [.. roles.Distinct(StringComparer.Ordinal)];
    }

    // Whoever administers users must not become more than that through them.
    private static void RequireRank(LabCall call, IEnumerable<string> roles)
    {
        if (roles.Contains(Role.Manager, StringComparer.Ordinal) && !call.User.Has(Role.Manager))
        {
            throw new LabApiException(LabApiError.Forbidden($"only a {Role.Manager} changes users with that role, or gives it"));
        }
    }

    private static void RequireAdministrator(LabCall call)
    {
        if (!IsAdministrator(call.User))
        {
            throw new LabApiException(LabApiError.Forbidden("this is for those who administer users"));
        }
    }

    private static void ThrowIf(string? wrong) =>
        LabApiException.ThrowIf(wrong is null ? null : new Refusal(RefusalKind.Invalid, wrong));
}
