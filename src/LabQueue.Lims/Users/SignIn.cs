using System.Text.Json;
using LabQueue.Access;
using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Web.Access;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Lims.Users;

/// <summary>Finds out who sends a request: by token first, then by name and password, then by the cookie of a session.</summary>
internal sealed class SignIn(LabStore store, ILabUsers users, ILabSites sites, PasswordGate passwords, SessionCookie cookie)
{
    private const int LongestNoted = 200;

    /// <summary>Finds the user.</summary>
    public async Task<SignInAnswer> FindAsync(string site, HttpContext context)
    {
        var request = context.Request;
        if (!SiteToken.TryRead(sites.KeysOf(site), request, store.Time.GetUtcNow(), out var tokenUser))
        {
            return SignInAnswer.Nobody;
        }

        if (tokenUser is not null && await FindAsync(site, tokenUser, context.RequestAborted) is { Disabled: false } known)
        {
            return new SignInAnswer(known);
        }

        if (BasicPair.TryRead(request, out var username, out var password))
        {
            return BasicPair.IsFromAnotherSite(request)
                ? SignInAnswer.Nobody with { IsForeignPage = true }
                : await JudgeAsync(site, username, password, context);
        }

        return cookie.Read(request, site) is { } session
            && await FindAsync(site, session.Username, context.RequestAborted) is { Disabled: false } user
            && SessionCookie.IsOf(session, user.PasswordHash)
                ? new SignInAnswer(user, session)
                : SignInAnswer.Nobody;
    }

    /// <summary>Judges a name and a password. Wrong ones leave a record.</summary>
    public async Task<SignInAnswer> JudgeAsync(string site, string username, string password, HttpContext context)
    {
        var user = await FindAsync(site, username, context.RequestAborted);
        var hash = user is { Disabled: false } ? user.PasswordHash : null;
        var remote = context.Connection.RemoteIpAddress;
        var answer = await passwords.JudgeAsync(site, username, hash, password, remote, context.RequestAborted);
        switch (answer)
        {
            case { IsRight: true }:
                return new SignInAnswer(user);
            case { SecondsToWait: 0, IsBusy: false }:
                await NoteFailureAsync(site, username, user, remote?.ToString());
                return SignInAnswer.Nobody;
            default:
                return SignInAnswer.Nobody with { SecondsToWait = answer.SecondsToWait, IsBusy = answer.IsBusy };
        }
    }

    private async Task<LabUser?> FindAsync(string site, string username, CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site, cancellationToken);
        return await users.FindAsync(reader, username, cancellationToken);
    }

    // Whoever tries passwords may hang up at once: the record is written all the same.
    private async Task NoteFailureAsync(string site, string username, LabUser? user, string? address)
    {
        var name = username.Length > LongestNoted ? username[..LongestNoted] : username;
        var reason = user is null ? "no such user" : user.Disabled ? "disabled" : "wrong password";
        await using var work = await store.BeginAsync(
            site, new Origin(name, store.Time.GetUtcNow(), address), CancellationToken.None);
        work.Note(LabUid.Site, LabUsers.PathOf(site, name), "login_failed", null, JsonSerializer.Serialize(new { reason }));
        await work.CommitAsync(CancellationToken.None);
    }
}
