namespace LabQueue.Lims.Store;

/// <summary>A client's contact who may see what was given to it in its client's tree.</summary>
/// <param name="Username">The user.</param>
/// <param name="ClientUid">The client that the user's contact is of, now.</param>
internal sealed record Viewer(string Username, string ClientUid);
