using System.Globalization;
using Microsoft.AspNetCore.Identity;

namespace LabQueue.Access;

/// <summary>What passwords look like, and what is kept of them.</summary>
internal static class PasswordRules
{
    /// <summary>Characters that a password has at least.</summary>
    public const int MinLength = 8;

    /// <summary>Characters that a password has at most: hashing a long one takes the server's time.</summary>
    public const int MaxLength = 200;

    private static readonly PasswordHasher<string> Hasher = new();

    /// <summary>What is kept of a password.</summary>
    public static string Hash(string password) => Hasher.HashPassword(string.Empty, password);

    /// <summary>Whether that is the password of which this is kept.</summary>
    public static bool IsRight(string hash, string password) =>
        Hasher.VerifyHashedPassword(string.Empty, hash, password) != PasswordVerificationResult.Failed;

    /// <summary>Why a text is no password, in a sentence; null: it is one.</summary>
    public static string? Refusal(string password) => password.Length is >= MinLength and <= MaxLength
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"A password has {MinLength} to {MaxLength} characters; this one has {password.Length}.");
}
