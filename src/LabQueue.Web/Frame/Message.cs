namespace LabQueue.Web.Frame;

/// <summary>Something that a page says above its content.</summary>
/// <param name="Kind">What kind of news it is.</param>
/// <param name="Text">The sentence, in the person's language.</param>
/// <param name="Address">Where one reads more; null: nowhere.</param>
/// <param name="AddressText">What the link says; null: <paramref name="Address"/> is null as well.</param>
internal sealed record Message(MessageKind Kind, string Text, string? Address = null, string? AddressText = null)
{
    /// <summary>The language of <see cref="Text"/> where it is not the page's, as sentences made by rules are English; null: the page's.</summary>
    public string? Language { get; init; }
}
