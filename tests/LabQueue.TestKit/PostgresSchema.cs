using Xunit.v3;

namespace LabQueue.TestKit;

/// <summary>Schemas of tests' own in the PostgreSQL cluster that <c>test.sh</c> started.</summary>
public static class PostgresSchema
{
    private const string Variable = "LABQUEUE_TEST_POSTGRES";
    private const string Missing = "Needs PostgreSQL: run ./test.sh, or eng/postgres.sh with the test program.";

    /// <summary>A connection string to a schema that nobody else has; the first store that is opened with it makes it.</summary>
    /// <remarks>Without a cluster the test is skipped on a desk, and fails in CI.</remarks>
    public static string New() => $"{Cluster()};Search Path=test_{Guid.NewGuid():N}";

    private static string Cluster()
    {
        var cluster = Environment.GetEnvironmentVariable(Variable);
        var skip = Environment.GetEnvironmentVariable("CI") == "true" ? string.Empty : DynamicSkipToken.Value;
        return cluster is { Length: > 0 } ? cluster : throw new InvalidOperationException(skip + Missing);
    }
}
