namespace LabQueue.Lims.Store;

/// <summary>Which objects to list. What is empty or null does not narrow the list.</summary>
internal sealed record LabQuery
{
    /// <summary>Types, by name.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Workflow states.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>Uids.</summary>
    public IReadOnlyList<string> Uids { get; init; } = [];

    /// <summary>Services of analyses.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>The client whose tree they are in.</summary>
    public string? ClientUid { get; init; }

    /// <summary>The sample or reference sample of analyses.</summary>
    public string? ContainerUid { get; init; }

    /// <summary>What they lie in.</summary>
    public string? ParentUid { get; init; }

    /// <summary>The worksheet that analyses are on.</summary>
    public string? WorksheetUid { get; init; }

    /// <summary>Whether analyses of samples wait for a worksheet; false: all that have no result lie on one.</summary>
    public bool? HasUnassigned { get; init; }

    /// <summary>Samples with a result that was due before that time.</summary>
    public DateTimeOffset? LateAt { get; init; }

    /// <summary>The user who is responsible for worksheets.</summary>
    public string? Analyst { get; init; }

    /// <summary>Their short name.</summary>
    public string? Id { get; init; }

    /// <summary>The address where they lie, or below.</summary>
    public string? Under { get; init; }

    /// <summary>How far below <see cref="Under"/>: 0 what lies there, 1 what is in it, and so on; null: all of that.</summary>
    public int? Depth { get; init; }

    /// <summary>Words that all have to begin a word of the object.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Only these, which may be many; null: all.</summary>
    public IReadOnlyList<string>? Among { get; init; }

    /// <summary>Made at that time or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Made before that time.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Changed at that time or later.</summary>
    public DateTimeOffset? ModifiedFrom { get; init; }

    /// <summary>Changed before that time.</summary>
    public DateTimeOffset? ModifiedBefore { get; init; }

    /// <summary>Whether they wait for a task of the queue.</summary>
    public bool? IsQueued { get; init; }

    /// <summary>Only what that client's contact was given to see; null: all.</summary>
    public Viewer? Viewer { get; init; }

    /// <summary>Of worksheets, only that user's; null: all.</summary>
    public string? OnlySheetsOf { get; init; }

    /// <summary>States that are left out.</summary>
    public IReadOnlyList<string> WithoutStates { get; init; } = [];

    /// <summary>Types in states that are left out.</summary>
    public IReadOnlyList<(string Type, string State)> Without { get; init; } = [];

    /// <summary>What is hidden from clients is left out.</summary>
    public bool WithoutHidden { get; init; }

    /// <summary>What to sort by.</summary>
    public LabSort Sort { get; init; } = LabSort.SortKey;

    /// <summary>Last first.</summary>
    public bool Descending { get; init; }

    /// <summary>Only what comes behind that place, in the order of <see cref="Sort"/>; null: from the beginning.</summary>
    public LabCursor? After { get; init; }

    /// <summary>How many to leave out.</summary>
    public int Offset { get; init; }

    /// <summary>How many at most.</summary>
    public int Limit { get; init; } = 25;
}
