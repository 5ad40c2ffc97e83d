namespace LabQueue.Lims.Access;

/// <summary>Roles of users (<c>lims-domain</c>, 6.1).</summary>
internal static class Role
{
    /// <summary>Administers the system.</summary>
    public const string Manager = "Manager";

    /// <summary>Administers the site: users and add-ons, not the laboratory's objects.</summary>
    public const string SiteAdministrator = "Site Administrator";

    /// <summary>Runs the laboratory.</summary>
    public const string LabManager = "LabManager";

    /// <summary>Registers and receives samples, manages clients.</summary>
    public const string LabClerk = "LabClerk";

    /// <summary>Enters results.</summary>
    public const string Analyst = "Analyst";

    /// <summary>Verifies results.</summary>
    public const string Verifier = "Verifier";

    /// <summary>Publishes results.</summary>
    public const string Publisher = "Publisher";

    /// <summary>Takes samples.</summary>
    public const string Sampler = "Sampler";

    /// <summary>Plans the taking of samples.</summary>
    public const string SamplingCoordinator = "SamplingCoordinator";

    /// <summary>Preserves samples.</summary>
    public const string Preserver = "Preserver";

    /// <summary>Looks, and changes nothing.</summary>
    public const string RegulatoryInspector = "RegulatoryInspector";

    /// <summary>A customer.</summary>
    public const string Client = "Client";

    /// <summary>Consumes tasks and acts for others; nothing else.</summary>
    public const string Consumer = "Consumer";

    /// <summary>Nobody's role of their own: contacts have it in their client's tree, while they are linked.</summary>
    public const string Owner = "Owner";
}
