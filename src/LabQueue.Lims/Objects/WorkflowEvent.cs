namespace LabQueue.Lims.Objects;

/// <summary>A transition that an object went through.</summary>
/// <param name="Action">The transition.</param>
/// <param name="Actor">The person who decided it.</param>
/// <param name="Time">When it took effect.</param>
/// <param name="State">The state it led to.</param>
/// <param name="Comment">What the person wrote; null: nothing.</param>
internal sealed record WorkflowEvent(string Action, string Actor, DateTimeOffset Time, string State, string? Comment = null);
