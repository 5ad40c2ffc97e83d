namespace LabQueue.Engine;

/// <summary>A tenant of the server: own tasks, settings, keys, users and history.</summary>
/// <param name="Name">First step of its addresses: 1 to 64 letters, digits, <c>-</c>, <c>_</c> or <c>.</c></param>
/// <param name="Settings">Its settings.</param>
/// <param name="Paused">Whether it gives out no work.</param>
/// <param name="Keys">The keys that its tokens may be made with, the present one first; url-safe base64 of 32 bytes.</param>
public sealed record Site(string Name, SiteSettings Settings, bool Paused, IReadOnlyList<string> Keys)
{
    /// <summary>When only the present key is good; null: the older ones stay until a person retires them.</summary>
    public DateTimeOffset? OldKeysEnd { get; init; }
}
