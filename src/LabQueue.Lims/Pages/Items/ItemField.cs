namespace LabQueue.Lims.Pages.Items;

/// <summary>A field of a form, and a column of a list.</summary>
/// <param name="Name">Its name in the JSON API.</param>
/// <param name="Label">What people read: a key of the texts.</param>
/// <param name="Kind">How it is filled in.</param>
internal sealed record ItemField(string Name, string Label, FieldKind Kind = FieldKind.Text)
{
    /// <summary>Of a reference: the type of what is meant.</summary>
    public string Type { get; init; } = string.Empty;

    /// <summary>Whether the rules ask for it.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>Whether lists have a column of it.</summary>
    public bool IsListed { get; init; }

    /// <summary>More about it: a key of the texts; null: nothing.</summary>
    public string? Hint { get; init; }

    /// <summary>Of a choice: values, and what people read, which are keys of the texts.</summary>
    public IReadOnlyList<(string Value, string Text)> Choices { get; init; } = [];
}
