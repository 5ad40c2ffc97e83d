using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace LabQueue.Access;

/// <summary>Checks passwords, which is slow on purpose, and remembers for a minute which were right.</summary>
/// <remarks>What is remembered is a hash under a key that only this process knows, never the password.</remarks>
internal sealed class PasswordCheck(TimeProvider time) : IDisposable
{
    /// <summary>How many wait for their turn at most: a few seconds' worth.</summary>
    public const int MostWaiting = 50;

    private const int Kept = 10_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(60);

    private readonly PasswordHasher<string> _hasher = new();
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
    /// <param name="site">The site whose user it is.</param>
    /// <param name="username">The user.</param>
    /// <param name="hash">What is kept of the user's password; null: nobody of that name may sign in.</param>
    /// <param name="password">The password that was sent.</param>
    public bool IsRemembered(string site, string username, string? hash, string password) =>
        hash is not null
        && _verified.TryGetValue(Fingerprint(site, username, hash, password), out var until)
        && until > time.GetUtcNow();

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

    /// <summary>Whether the password is the user's. Takes as long where nobody may sign in. Only for who has a turn.</summary>
    public bool IsRight(string site, string username, string? hash, string password)
    {
        var nobodys = _nobodysHash ??= _hasher.HashPassword(string.Empty, "nobody's");
        var isRight = Verify(string.IsNullOrEmpty(hash) ? nobodys : hash, password) && !string.IsNullOrEmpty(hash);
        if (isRight)
        {
            Remember(Fingerprint(site, username, hash!, password));
        }

        return isRight;
    }

    /// <inheritdoc/>
    public void Dispose() => _hashing.Dispose();

    private bool Verify(string hash, string password)
    {
        try
        {
            return _hasher.VerifyHashedPassword(string.Empty, hash, password) != PasswordVerificationResult.Failed;
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
    private string Fingerprint(string site, string username, string hash, string password)
    {
        var text = $"{site}\0{username}\0{hash}\0{password}";
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
