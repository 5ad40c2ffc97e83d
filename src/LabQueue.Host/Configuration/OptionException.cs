namespace LabQueue.Host.Configuration;

/// <summary>An option, or its configuration key, has a value that it does not take.</summary>
/// <param name="message">A sentence that names key, value and range.</param>
internal sealed class OptionException(string message) : Exception(message)
{
    /// <summary>Says what a key takes and what it was given.</summary>
    public static OptionException For(string key, string? value, string range) =>
        new($"{Named(key)} is '{value}'; it takes {range}.");

    /// <summary>A key by both its names.</summary>
    public static string Named(string key) => $"LabQueue:{key} (--{Dashed(key)})";

    // AuthKey is --auth-key on the command line.
    private static string Dashed(string key) =>
        string.Concat(key.Select((letter, place) =>
            char.IsUpper(letter) ? $"{(place > 0 ? "-" : string.Empty)}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
