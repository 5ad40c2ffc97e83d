using System.Buffers;

namespace LabQueue;

/// <summary>The form of the ids that tasks and lab objects have on the wire.</summary>
/// <remarks>
/// A uid is 32 characters from <c>a-z0-9</c>. The single character <c>0</c> stands for the site itself; it is a valid
/// context, but never a task (<c>wire-protocol</c>, introduction).
/// </remarks>
public static class TaskUid
{
    /// <summary>Number of characters of a uid.</summary>
    public const int Length = 32;

    /// <summary>The context uid that stands for the site itself.</summary>
    public const string Site = "0";

    private const int ShownLetters = 9;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Mints a uid: a version 7 UUID as 32 hex digits, so that new tasks lie side by side in an index.</summary>
    public static string New(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");

    /// <summary>Whether the text can name a task: 32 characters from <c>a-z0-9</c>.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: Length } && !text.AsSpan().ContainsAnyExcept(Letters);

    /// <summary>Whether the text can name what a task is about: a uid, or <c>0</c> for the site.</summary>
    public static bool IsContext(string? text) => text == Site || IsValid(text);

    /// <summary>The first letters of a uid, as people know them.</summary>
    internal static string Short(string uid) => uid[..Math.Min(uid.Length, ShownLetters)];
}
