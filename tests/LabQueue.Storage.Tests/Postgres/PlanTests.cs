using LabQueue.Storage.Postgres.Reading;
using LabQueue.Storage.Postgres.Writing;

namespace LabQueue.Storage.Tests.Postgres;

/// <summary>The statements of every day keep to their indexes, however many tasks wait: nobody sorts, nobody reads them all.</summary>
public sealed class PlanTests(FullQueue queue) : IClassFixture<FullQueue>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("task_ready", WriteSql.Candidates, "1, 3, '{}', '{}', '{}'", "integer, integer, uuid[], text[], bigint[]")]
    [InlineData("task_ready_name", WriteSql.CandidatesOfNames, "1, 3, '{}', '{}', '{}', array[md5('name1')::uuid]",
        "integer, integer, uuid[], text[], bigint[], uuid[]")]
    [InlineData("task_later", WriteSql.Due, "1, 0, 500", "integer, bigint, integer")]
    [InlineData("task_uid", WriteSql.ByUid, "1, array['u1']", "integer, text[]")]
    [InlineData("task_twin", WriteSql.Twins, "1, array[md5('twin1')::uuid]", "integer, uuid[]")]
    [InlineData("task_lane", WriteSql.Elect, "1, array[md5('lane1')::uuid]", "integer, uuid[]")]
    [InlineData("task_order", ReadSql.Page, "1, '{0}', -1, 0, '', 0, true, null, null, null, 21",
        "integer, smallint[], integer, bigint, text, bigint, boolean, bigint, text, text, bigint")]
    [InlineData("task_created", ReadSql.OldestQueued, "1", "integer")]
    public async Task A_statement_keeps_to_its_index(string index, string sql, string arguments, string types)
    {
        var plan = await queue.ReadAsync(
            $"set plan_cache_mode = force_generic_plan; prepare tried ({types}) as {sql}; explain execute tried ({arguments})", Token);

        plan.ShouldContain($"using {index} on task", customMessage: plan);
        plan.ShouldNotContain("Seq Scan on task", customMessage: plan);
    }

    [Fact]
    public async Task A_claim_sorts_nothing()
    {
        var plan = await queue.ReadAsync(
            "set plan_cache_mode = force_generic_plan; "
            + $"prepare tried (integer, integer, uuid[], text[], bigint[]) as {WriteSql.Candidates}; "
            + "explain execute tried (1, 3, '{}', '{}', '{}')",
            Token);

        plan.ShouldNotContain("Sort", customMessage: plan);
    }
}
