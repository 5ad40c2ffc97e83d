namespace LabQueue.Lims.Clients;

/// <summary>How far the giving or taking of a client's tree has come.</summary>
internal sealed record RightsWalkRow
{
    /// <summary>To whom, or from whom.</summary>
    public string Username { get; init; } = string.Empty;

    /// <summary>The client.</summary>
    public string ClientUid { get; init; } = string.Empty;

    /// <summary>1: gives; 0: takes.</summary>
    public long Gives { get; init; }

    /// <summary>When the last object was made that was given; null: none was.</summary>
    public long? Created { get; init; }

    /// <summary>That object.</summary>
    public string? Uid { get; init; }
}
