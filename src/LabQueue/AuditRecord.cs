namespace LabQueue;

/// <summary>A change that a person, or a program in somebody's name, made to a queue.</summary>
/// <param name="Number">Its number; only grows, and so is the cursor to read further back with.</param>
/// <param name="Time">When, by the server's clock.</param>
/// <param name="Username">Who.</param>
/// <param name="Action">What: <c>settings</c>, <c>keys</c>, <c>account</c>, <c>pause</c>, <c>requeue</c> and so on.</param>
/// <param name="Target">What it was done to: the uid of a task, the name of a user; null: the site.</param>
/// <param name="Reason">Why, in the person's words; null where nobody said.</param>
/// <param name="Detail">More of it. Of <c>settings</c>, as JSON, <c>from</c> and <c>to</c> of each that changed.</param>
public sealed record AuditRecord(
    long Number, DateTimeOffset Time, string Username, string Action, string? Target, string? Reason, string? Detail);
