using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Background;

/// <summary>What became of work that a person asked for.</summary>
/// <param name="TaskUid">The task that does it; null: nothing was queued.</param>
/// <param name="Queued">How many objects wait for that task.</param>
/// <param name="Done">Objects that are done already, by uid.</param>
/// <param name="Refused">Objects that are refused already.</param>
internal sealed record WorkAnswer(
    string? TaskUid, int Queued, IReadOnlyList<string> Done, IReadOnlyList<RefusedItem> Refused)
{
    /// <summary>New objects that were kept together with the work, by uid.</summary>
    public IReadOnlyList<string> Made { get; init; } = [];

    /// <summary>Why nothing at all was begun; null: it was.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Something the person should know, such as slots that stayed empty; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>One object was done at once.</summary>
    public static WorkAnswer Of(string uid) => new(null, 0, [uid], []);

    /// <summary>Nothing was begun.</summary>
    public static WorkAnswer None(Refusal refusal) => new(null, 0, [], []) { Refusal = refusal };
}
