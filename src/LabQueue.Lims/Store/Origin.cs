namespace LabQueue.Lims.Store;

/// <summary>Whose decision a piece of work is, and what carries it out (design, D8).</summary>
/// <param name="Username">The person who decided.</param>
/// <param name="Decided">When.</param>
/// <param name="Address">From which address; null: from none, such as a first start.</param>
/// <param name="Comment">What the person wrote; null: nothing.</param>
internal sealed record Origin(string Username, DateTimeOffset Decided, string? Address = null, string? Comment = null)
{
    /// <summary>The person's roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The task that carries it out; null: the person's own request does.</summary>
    public string? TaskUid { get; init; }

    /// <summary>The consumer that runs the task.</summary>
    public string? ConsumerId { get; init; }
}
