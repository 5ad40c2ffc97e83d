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
    private const int Kept = 10_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(60);
    private static readonly Account Nobody = new(string.Empty, string.Empty, [], Disabled: true);

    private readonly PasswordHasher<Account> _hasher = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _verified = new(StringComparer.Ordinal);

    // Hashing takes a processor for tens of milliseconds; those who try passwords must not take all of them.
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    private string? _nobodysHash;

    /// <summary>Whether the pair was found right within the last minute.</summary>
    public bool IsRemembered(string site, Account account, string password) =>
        _verified.TryGetValue(Fingerprint(site, account, password), out var until) && until > time.GetUtcNow();

    /// <summary>Whether the password is the account's. Takes as long where there is no account.</summary>
    public async ValueTask<bool> IsRightAsync(
        string site, Account? account, string password, CancellationToken cancellationToken)
    {
        await _hashing.WaitAsync(cancellationToken);
        try
        {
            _nobodysHash ??= _hasher.HashPassword(Nobody, "nobody's");
            var hash = account is null or { PasswordHash.Length: 0 } ? _nobodysHash : account.PasswordHash;
            var isRight = Verify(account ?? Nobody, hash, password) && account is { PasswordHash.Length: > 0, Disabled: false };
            if (isRight)
            {
                Remember(Fingerprint(site, account!, password));
            }

            return isRight;
        }
        finally
        {
            _hashing.Release();
        }
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
}
