using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using LabQueue.Engine;
using Microsoft.AspNetCore.Identity;

namespace LabQueue.Server.Access;

/// <summary>Checks passwords, which is slow on purpose, and remembers for a minute which were right.</summary>
/// <remarks>What is remembered is a hash under a key that only this process knows, never the password.</remarks>
internal sealed class PasswordCheck(TimeProvider time) : IDisposable
{
    /// <summary>How many wait for their turn at most: a few seconds' worth.</summary>
    public const int MostWaiting = 50;

    private const int Kept = 10_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(60);
    private static readonly Account Nobody = new(string.Empty, string.Empty, [], Disabled: true);

    private readonly PasswordHasher<Account> _hasher = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _verified = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim _hashing = new(AtOnce);

    private string? _nobodysHash;
    private int _waiting;

    /// <summary>
    /// How many are checked at once: hashing takes a processor for tens of milliseconds, and those who try passwords must not
    /// take all of them.
    /// </summary>
    public static int AtOnce { get; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Whether the pair was found right within the last minute.</summary>
    public bool IsRemembered(string site, Account account, string password) =>
        _verified.TryGetValue(Fingerprint(site, account, password), out var until) && until > time.GetUtcNow();

    /// <summary>Waits until a password may be checked.</summary>
    /// <returns>To be disposed of once it has been; null where too many wait already.</returns>
    public async ValueTask<IDisposable?> WaitForTurnAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting + AtOnce)
        {
            Interlocked.Decrement(ref _waiting);
            return null;
        }

        try
        {
            await _hashing.WaitAsync(cancellationToken);
        }
        catch
        {
            Interlocked.Decrement(ref _waiting);
            throw;
        }

        return new Turn(this);
    }

    /// <summary>Whether the password is the account's. Takes as long where there is no account. Only for who has a turn.</summary>
    public bool IsRight(string site, Account? account, string password)
    {
        var nobodys = _nobodysHash ??= _hasher.HashPassword(Nobody, "nobody's");
        var hash = account is null or { PasswordHash.Length: 0 } ? nobodys : account.PasswordHash;
        var isRight = Verify(account ?? Nobody, hash, password) && account is { PasswordHash.Length: > 0, Disabled: false };
        if (isRight)
        {
            Remember(Fingerprint(site, account!, password));
        }

        return isRight;
    }

    /// <inheritdoc/>
    public void Dispose() => _hashing.Dispose();

    private bool Verify(Account account, string hash, string password)
    {
        try
        {
            return _hasher.VerifyHashedPassword(account, hash, password) != PasswordVerificationResult.Failed;
        }
        catch (FormatException)
        {
            // A hash that another program wrote is nobody's password.
            return false;
        }
    }

    private void Remember(string fingerprint)
    {
        var now = time.GetUtcNow();
        if (_verified.Count >= Kept)
        {
            _verified.Clear();
        }

        _verified[fingerprint] = now + Remembered;
    }

    // The stored hash is part of it, so that a changed password is not remembered.
    private string Fingerprint(string site, Account account, string password)
    {
        var text = $"{site}\0{account.Username}\0{account.PasswordHash}\0{password}";
        return Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));
    }

    private sealed class Turn(PasswordCheck check) : IDisposable
    {
        public void Dispose()
        {
            check._hashing.Release();
            Interlocked.Decrement(ref check._waiting);
        }
    }
}
