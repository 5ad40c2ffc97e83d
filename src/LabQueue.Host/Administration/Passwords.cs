using System.Security.Cryptography;
using LabQueue.Engine;
using Microsoft.AspNetCore.Identity;

namespace LabQueue.Host.Administration;

/// <summary>Makes passwords, and what is kept of them.</summary>
internal static class Passwords
{
    /// <summary>Characters that a password has at least.</summary>
    public const int MinLength = 8;

    /// <summary>Characters that a password has at most: hashing a long one takes the server's time.</summary>
    public const int MaxLength = 200;

    private const int RandomLength = 20;

    // Without letters that look like one another.
    private const string Letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static readonly PasswordHasher<Account> Hasher = new();

    /// <summary>A password that nobody can guess.</summary>
    public static string NewRandom() => RandomNumberGenerator.GetString(Letters, RandomLength);

    /// <summary>What the store keeps of a password.</summary>
    public static string Hash(string username, string password) =>
        Hasher.HashPassword(new Account(username, string.Empty, [], Disabled: false), password);

    /// <summary>Whether that is the account's password.</summary>
    public static bool IsRight(Account account, string password) =>
        Hasher.VerifyHashedPassword(account, account.PasswordHash, password) != PasswordVerificationResult.Failed;
}
