using System.Net;
using System.Net.Sockets;

namespace LabQueue.Access;

/// <summary>Judges passwords, and lets those wait who try many.</summary>
internal sealed class PasswordGate(PasswordCheck passwords, TimeProvider time)
{
    private const int FailuresPerUser = 10;
    private const int FailuresPerAddress = 20;

    // This machine's own address is everybody's where a proxy stands in front and --behind-proxy was not given: one who guesses
    // must not lock out all others so soon.
    private const int FailuresOfThisMachine = 100;

    private readonly FailureLimit _perUser = new(FailuresPerUser, time);
    private readonly FailureLimit _perAddress = new(FailuresPerAddress, time);
    private readonly FailureLimit _ofThisMachine = new(FailuresOfThisMachine, time);

    /// <summary>What counts as one address: of IPv6 the first half, since whoever has one address there has a whole network.</summary>
    public static string NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    /// <summary>Judges a password.</summary>
    /// <param name="site">The site whose user it is.</param>
    /// <param name="username">The user.</param>
    /// <param name="hash">What is kept of the user's password; null: nobody of that name may sign in.</param>
    /// <param name="password">The password that was sent.</param>
    /// <param name="remote">Where from.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<PasswordAnswer> JudgeAsync(
        string site, string username, string? hash, string password, IPAddress? remote, CancellationToken cancellationToken)
    {
        if (passwords.IsRemembered(site, username, hash, password))
        {
            return new PasswordAnswer(IsRight: true);
        }

        remote ??= IPAddress.None;
        var address = NetworkOf(remote);
        var perAddress = IPAddress.IsLoopback(remote) ? _ofThisMachine : _perAddress;
        var user = $"{site}\0{username}\0{address}";
        if (SecondsToWait() is > 0 and var seconds)
        {
            return new PasswordAnswer(IsRight: false, seconds);
        }

        using var turn = await passwords.WaitForTurnAsync(cancellationToken);
        if (turn is null)
        {
            return new PasswordAnswer(IsRight: false, IsBusy: true);
        }

        // What those before found out counts for those who waited behind them.
        if (SecondsToWait() is > 0 and var more)
        {
            return new PasswordAnswer(IsRight: false, more);
        }

        if (passwords.IsRemembered(site, username, hash, password) || passwords.IsRight(site, username, hash, password))
        {
            _perUser.Forget(user);
            return new PasswordAnswer(IsRight: true);
        }

        _perUser.Count(user);
        perAddress.Count(address);
        return new PasswordAnswer(IsRight: false);

        int SecondsToWait() => Math.Max(_perUser.SecondsToWait(user), perAddress.SecondsToWait(address));
    }

    /// <summary>Forgets all wrong passwords. For tests, which make them up in numbers while the clock stands.</summary>
    public void Forget()
    {
        _perUser.Forget();
        _perAddress.Forget();
        _ofThisMachine.Forget();
    }
}
