using System.Text.Json.Nodes;
using LabQueue.Web.Access;

namespace LabQueue.Lims.Api;

/// <summary>Which API this is, and signing in and out of it.</summary>
internal static class SessionRoutes
{
    // Clients of the original find out here what they can ask for: the version of senaite.jsonapi whose answers these are.
    private const string Version = "1.2.4";
    private const string Date = "2021-07-23";

    /// <summary>Which JSON API this is; for everybody.</summary>
    public static Task<JsonObject> VersionAsync(LabCall call) => Task.FromResult(new JsonObject
    {
        ["version"] = Version,
        ["date"] = Date,
        ["url"] = call.Url,
    });

    /// <summary>Signs a browser in. By POST only: a name and password in an address end in logs (T-47).</summary>
    public static async Task<JsonObject> LoginAsync(LabCall call)
    {
        if (call.Context.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
        {
            throw new LabApiException(LabApiError.Forbidden("a page of another site may not sign somebody in here"));
        }

        var (username, password) = (call.Object.Text("__ac_name"), call.Object.Text("__ac_password"));
        if (username is not { Length: > 0 } || password is not { Length: > 0 })
        {
            throw new LabApiException(LabApiError.BadRequest("'__ac_name' and '__ac_password' are needed."));
        }

        var answer = await call.Services.SignIn.JudgeAsync(call.Site, username, password, call.Context);
        if (answer.User is not { } user)
        {
            var error = LabApiMiddleware.ErrorOf(answer)!;
            throw new LabApiException(error.Status == 401 ? error with { Message = "Invalid Credentials" } : error);
        }

        var session = call.Services.Cookie.Set(call.Context, call.Site, user.Username, user.PasswordHash);
        var envelope = UserRoutes.Envelope(call, [user], isWhole: true);
        envelope["csrf_token"] = session.Token;
        return envelope;
    }

    /// <summary>Signs a browser out.</summary>
    public static Task<JsonObject> LogoutAsync(LabCall call)
    {
        SessionCookie.Clear(call.Context, call.Site);
        return Task.FromResult(new JsonObject { ["success"] = true, ["url"] = call.Url });
    }

    /// <summary>Asks for name and password where nobody is signed in.</summary>
    public static async Task<JsonObject> AuthAsync(LabCall call)
    {
        var answer = await call.Services.SignIn.FindAsync(call.Site, call.Context);
        return LabApiMiddleware.ErrorOf(answer) is { } error
            ? throw new LabApiException(error with { IsChallenge = error.Status == 401 })
            : UserRoutes.Envelope(call, [answer.User!], isWhole: true);
    }
}
