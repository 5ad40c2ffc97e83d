namespace LabQueue.Lims.Objects;

/// <summary>A customer of the laboratory.</summary>
internal sealed record LabClient : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "Client";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <inheritdoc/>
    public override string SearchText => $"{ClientID} {EmailAddress}";

    /// <summary>The laboratory's own number of it; unique.</summary>
    public string ClientID { get; init; } = string.Empty;

    /// <summary>E-mail address.</summary>
    public string EmailAddress { get; init; } = string.Empty;

    /// <summary>Telephone.</summary>
    public string Phone { get; init; } = string.Empty;

    /// <summary>Fax.</summary>
    public string Fax { get; init; } = string.Empty;

    /// <summary>Pays <see cref="AnalysisService.BulkPrice"/>.</summary>
    public bool BulkDiscount { get; init; }

    /// <summary>Gets the member's discount of the setup.</summary>
    public bool MemberDiscountApplies { get; init; }
}
