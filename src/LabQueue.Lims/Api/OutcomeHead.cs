namespace LabQueue.Lims.Api;

/// <summary>A task as the laboratory knows it; the columns of <c>work</c>.</summary>
internal sealed record OutcomeHead
{
    /// <summary>The task's name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>What it does.</summary>
    public string Action { get; init; } = string.Empty;

    /// <summary>What it is about.</summary>
    public string ContextUid { get; init; } = string.Empty;

    /// <summary>Whose decision it is.</summary>
    public string Username { get; init; } = string.Empty;

    /// <summary>How far it is.</summary>
    public string Status { get; init; } = string.Empty;

    /// <summary>Why it failed; null: it has not.</summary>
    public string? Error { get; init; }

    /// <summary>How many objects it has.</summary>
    public long Total { get; init; }

    /// <summary>How many of them were done.</summary>
    public long Done { get; init; }

    /// <summary>How many were refused.</summary>
    public long Refused { get; init; }

    /// <summary>How many could not be handled.</summary>
    public long Failed { get; init; }

    /// <summary>How many were not the task's any more.</summary>
    public long Skipped { get; init; }
}
