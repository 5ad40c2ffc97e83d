using System.Net;
using System.Net.Sockets;
using System.Text;
using LabQueue.Engine;
using LabQueue.Server.Api;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Server.Access;

/// <summary>Finds out who calls: by token first, then by name and password.</summary>
/// <remarks><c>wire-protocol</c>, section 2, and "sites" and "roles" of section 12.</remarks>
internal sealed class Gate(ISiteDirectory directory, PasswordCheck passwords, TimeProvider time)
{
    private const int FailuresPerUser = 10;
    private const int FailuresPerAddress = 20;

    // This machine's own address is everybody's where a proxy stands in front and --behind-proxy was not given: one who guesses
    // must not lock out all others so soon.
    private const int FailuresOfThisMachine = 100;
    private const string Basic = "Basic ";

    private readonly FailureLimit _perUser = new(FailuresPerUser, time);
    private readonly FailureLimit _perAddress = new(FailuresPerAddress, time);
    private readonly FailureLimit _ofThisMachine = new(FailuresOfThisMachine, time);

    /// <summary>Reads the request's token.</summary>
    /// <param name="site">The site that is asked.</param>
    /// <param name="request">The request.</param>
    /// <param name="username">The user that it speaks for; null where there is no token, or it speaks for nobody.</param>
    /// <returns>False for a token that no key of the site opens: such a request is refused before anything else.</returns>
    public bool TryReadToken(Site site, HttpRequest request, out string? username)
    {
        username = null;
        var token = request.Headers[FernetToken.Header].ToString();
        if (token.Length == 0)
        {
            return true;
        }

        var hasKey = false;
        foreach (var key in site.Keys)
        {
            if (FernetToken.TryDecrypt(key, token, out var text))
            {
                username = TokenText.TryRead(text, time.GetUtcNow(), out var name) ? name : null;
                return true;
            }

            hasKey |= FernetToken.IsKey(key);
        }

        // A site without a usable key cannot judge tokens; it ignores them, as the original does.
        return !hasKey;
    }

    /// <summary>Finds the caller.</summary>
    /// <param name="site">The site that is asked.</param>
    /// <param name="context">The request.</param>
    /// <param name="tokenUser">What <see cref="TryReadToken"/> found.</param>
    /// <exception cref="ApiRefusedException">Nobody, or too many wrong passwords.</exception>
    public async ValueTask<Caller> FindAsync(Site site, HttpContext context, string? tokenUser)
    {
        if (tokenUser is not null)
        {
            var account = await directory.FindAccountAsync(site.Name, tokenUser, CancellationToken.None);
            if (account is { Disabled: false } || (account is null && site.Settings.Users == UsersMode.Token))
            {
                return new Caller(tokenUser, RightsOf(site, account));
            }
        }

        return await FindByPasswordAsync(site, context)
            ?? throw new ApiRefusedException(ApiError.Unauthorized);
    }

    /// <summary>Forgets all wrong passwords. For tests, which make them up in numbers while the clock stands.</summary>
    public void Forget()
    {
        _perUser.Forget();
        _perAddress.Forget();
        _ofThisMachine.Forget();
    }

    /// <summary>What counts as one address: of IPv6 the first half, since whoever has one address there has a whole network.</summary>
    internal static string NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    private static Rights RightsOf(Site site, Account? account) => site.Settings.Trust switch
    {
        TrustMode.Original => Rights.All,
        TrustMode.Roles => RoleTable.Of(account?.Roles ?? []),
    };

    // A browser sends a password that it remembers along with any page's form; where that page is from, it says as well.
    private static bool IsFromAnotherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";

    private static bool TryReadBasic(HttpRequest request, out string username, out string password)
    {
        username = password = string.Empty;
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var encoded = header.AsSpan(Basic.Length).Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var length))
        {
            return false;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1)
        {
            return false;
        }

        username = pair[..colon];
        password = pair[(colon + 1)..];
        return true;
    }

    private async ValueTask<Caller?> FindByPasswordAsync(Site site, HttpContext context)
    {
        if (!TryReadBasic(context.Request, out var username, out var password))
        {
            return null;
        }

        if (IsFromAnotherSite(context.Request))
        {
            throw new ApiRefusedException(ApiError.Forbidden("A page of another site may not use this browser's password"));
        }

        var account = await directory.FindAccountAsync(site.Name, username, CancellationToken.None);
        if (account is { Disabled: false } && passwords.IsRemembered(site.Name, account, password))
        {
            return new Caller(username, RightsOf(site, account));
        }

        var isRight = await CheckAsync(site, username, account, password, context);
        return isRight ? new Caller(username, RightsOf(site, account)) : null;
    }

    private async ValueTask<bool> CheckAsync(
        Site site, string username, Account? account, string password, HttpContext context)
    {
        var remote = context.Connection.RemoteIpAddress ?? IPAddress.None;
        var address = NetworkOf(remote);
        var perAddress = IPAddress.IsLoopback(remote) ? _ofThisMachine : _perAddress;
        var user = $"{site.Name}\0{username}\0{address}";
        Refuse(Math.Max(_perUser.SecondsToWait(user), perAddress.SecondsToWait(address)));
        using var turn = await passwords.WaitForTurnAsync(context.RequestAborted)
            ?? throw new ApiRefusedException(ApiError.Unavailable("Too many passwords wait to be checked"));

        // What those before found out counts for those who waited behind them.
        Refuse(Math.Max(_perUser.SecondsToWait(user), perAddress.SecondsToWait(address)));
        if (account is { Disabled: false } && passwords.IsRemembered(site.Name, account, password))
        {
            return true;
        }

        if (passwords.IsRight(site.Name, account, password))
        {
            _perUser.Forget(user);
            return true;
        }

        _perUser.Count(user);
        perAddress.Count(address);
        return false;
    }

    private static void Refuse(int secondsToWait)
    {
        if (secondsToWait > 0)
        {
            throw new ApiRefusedException(ApiError.TooManyFailures(secondsToWait));
        }
    }
}
