namespace LabQueue;

/// <summary>The person, or the program, that asks for a change; goes into the records.</summary>
/// <param name="Username">User id.</param>
/// <param name="Reason">Why, in the person's words; null where nobody asked.</param>
public readonly record struct Actor(string Username, string? Reason = null);
