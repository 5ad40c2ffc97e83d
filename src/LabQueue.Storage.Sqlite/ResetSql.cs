namespace LabQueue.Storage.Sqlite;

/// <summary>Statements that empty a site.</summary>
internal static class ResetSql
{
    /// <summary>Its tasks' runs.</summary>
    public const string Attempts = "delete from attempt where task in (select id from task where site = ?)";

    /// <summary>Its tasks' outcomes.</summary>
    public const string Outcomes = "delete from outcome where task in (select id from task where site = ?)";

    /// <summary>All else.</summary>
    public static readonly string[] Tables =
    [
        "delete from task where site = ?",
        "delete from history where site = ?",
        "delete from done where site = ?",
        "delete from minute where site = ?",
        "delete from consumer where site = ?",
        "delete from audit where site = ?",
        "delete from account where site = ?",
    ];
}
