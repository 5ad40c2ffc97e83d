namespace LabQueue.Lims.Objects;

/// <summary>States of what is only switched on and off: clients, contacts, setup items (<c>lims-domain</c>, 2.9).</summary>
internal static class ActiveState
{
    /// <summary>In use.</summary>
    public const string Active = "active";

    /// <summary>Kept, but not offered any more.</summary>
    public const string Inactive = "inactive";
}
