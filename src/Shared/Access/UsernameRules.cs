using System.Globalization;

namespace LabQueue.Access;

/// <summary>What names of users look like.</summary>
internal static class UsernameRules
{
    private const int MaxLength = 200;

    /// <summary>Why a text is no name, in a sentence; null: it is one.</summary>
    public static string? Refusal(string username) =>
        username.Length is > 0 and <= MaxLength && !username.Any(letter => letter == ':' || char.IsControl(letter))
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"'{username}' is no name for a user; it takes 1 to {MaxLength} characters without colons.");
}
