namespace LabQueue.Lims.Users;

/// <summary>Which users to list. What is empty or null does not narrow the list.</summary>
internal sealed record UserQuery
{
    /// <summary>Only those behind that user name.</summary>
    public string After { get; init; } = string.Empty;

    /// <summary>Whether they may sign in no more.</summary>
    public bool? Disabled { get; init; }

    /// <summary>Only those that are no contact.</summary>
    public bool IsUnlinked { get; init; }

    /// <summary>Part of their user name or of their name.</summary>
    public string? Text { get; init; }

    /// <summary>Roles of which they have one.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>How many at most.</summary>
    public int Limit { get; init; } = 100;
}
