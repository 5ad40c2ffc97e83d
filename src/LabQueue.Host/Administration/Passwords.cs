using System.Security.Cryptography;
using LabQueue.Engine;
using Microsoft.AspNetCore.Identity;

namespace LabQueue.Host.Administration;

/// <summary>Makes passwords, and checks those of accounts.</summary>
internal static class Passwords
{
    private const int RandomLength = 20;

    // Without letters that look like one another.
    private const string Letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static readonly PasswordHasher<Account> Hasher = new();

    /// <summary>A password that nobody can guess.</summary>
    public static string NewRandom() => RandomNumberGenerator.GetString(Letters, RandomLength);

    /// <summary>Whether that is the account's password.</summary>
    public static bool IsRight(Account account, string password) =>
        Hasher.VerifyHashedPassword(account, account.PasswordHash, password) != PasswordVerificationResult.Failed;
}
