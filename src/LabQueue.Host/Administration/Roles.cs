namespace LabQueue.Host.Administration;

/// <summary>The roles that mean something on a site with trust <c>roles</c>.</summary>
/// <remarks><c>wire-protocol</c>, section 12, "roles".</remarks>
internal static class Roles
{
    /// <summary>All of them, those who may do most first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "Manager", "Site Administrator", "LabManager", "LabClerk", "Analyst", "Verifier", "Publisher",
        "RegulatoryInspector", "Client", "Consumer",
    ];
}
