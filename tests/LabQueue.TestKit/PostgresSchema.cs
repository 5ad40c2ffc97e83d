namespace LabQueue.TestKit;

/// <summary>A schema of a test's own in the PostgreSQL cluster that <c>test.sh</c> started.</summary>
public static class PostgresSchema
{
    /// <summary>Where a connection string to the cluster is looked for.</summary>
    public const string Variable = "LABQUEUE_TEST_POSTGRES";

    /// <summary>Why a test that needs it is skipped on a desk.</summary>
    public const string Missing = "Needs PostgreSQL: run ./test.sh, or eng/postgres.sh with the test program.";

    /// <summary>How the cluster is reached; null where there is none.</summary>
    public static string? Cluster => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;

    /// <summary>Whether a test that needs it runs: where CI lacks it, it runs and fails.</summary>
    public static bool IsThere => Cluster is not null || Environment.GetEnvironmentVariable("CI") == "true";
}
