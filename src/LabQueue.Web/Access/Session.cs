namespace LabQueue.Web.Access;

/// <summary>What the cookie of a signed-in browser says; nobody but this program can read or make one.</summary>
/// <param name="Site">The site.</param>
/// <param name="Username">The user.</param>
/// <param name="Stamp">Fingerprint of what was kept of the password: a changed password ends the session.</param>
/// <param name="Token">What a request that changes something has to carry beside the cookie (T-47).</param>
/// <param name="Ends">When it ends.</param>
internal sealed record Session(string Site, string Username, string Stamp, string Token, DateTimeOffset Ends);
