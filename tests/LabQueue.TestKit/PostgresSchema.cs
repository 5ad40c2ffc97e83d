using Xunit.v3;

namespace LabQueue.TestKit;

/// <summary>Schemas of tests' own in the PostgreSQL cluster that <c>test.sh</c> started.</summary>
public static class PostgresSchema
{
    /// <summary>Why a test that needs a cluster is skipped on a desk.</summary>
    public const string Missing = "Needs PostgreSQL: run ./test.sh, or eng/postgres.sh with the test program.";

    private const string Variable = "LABQUEUE_TEST_POSTGRES";

    /// <summary>Whether tests that need a cluster run: where CI lacks it they run, and fail.</summary>
    public static bool IsWanted => Cluster is not null || Environment.GetEnvironmentVariable("CI") == "true";

    private static string? Cluster => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;

    /// <summary>A connection string to a schema that nobody else has; the first store that is opened with it makes it.</summary>
    /// <remarks>Without a cluster the test is skipped on a desk, and fails in CI.</remarks>
    public static string New()
    {
        var skip = IsWanted ? string.Empty : DynamicSkipToken.Value;
        return Cluster is { } cluster
            ? $"{cluster};Search Path=test_{Guid.NewGuid():N}"
            : throw new InvalidOperationException(skip + Missing);
    }
}
