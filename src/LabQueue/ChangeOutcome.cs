namespace LabQueue;

/// <summary>Whether a person's change of a task, or of a consumer, was carried out, or why not.</summary>
public enum ChangeOutcome
{
    /// <summary>It was carried out.</summary>
    Changed,

    /// <summary>It will be, as soon as the running consumer hears of it.</summary>
    Requested,

    /// <summary>The queue has no such task, or consumer.</summary>
    NotFound,
}
