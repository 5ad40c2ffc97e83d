namespace LabQueue;

/// <summary>Which changes to list, newest first.</summary>
public sealed record AuditQuery
{
    /// <summary>Only changes of that kind, such as <c>settings</c>; null: any.</summary>
    public string? Action { get; init; }

    /// <summary>Only what was changed before the entry of that number.</summary>
    public long? Before { get; init; }

    /// <summary>Entries per page, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}
