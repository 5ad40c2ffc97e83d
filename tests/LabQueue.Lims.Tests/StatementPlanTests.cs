using LabQueue.Lims.Audit;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;
using LabQueue.Lims.Worksheets;

namespace LabQueue.Lims.Tests;

/// <summary>What a sample's or a worksheet's page asks is read by the few objects that it is about, however many the laboratory has.</summary>
[Trait("Database", "Sqlite")]
public sealed class StatementPlanTests : IAsyncLifetime
{
    private Laboratory _laboratory = null!;

    /// <summary>Statements that ask for objects of a sample.</summary>
    public static TheoryData<string> OfSample { get; } =
        [ObjectSql.TallySample, WorkflowSql.AnalysesOfSample, SampleNumbers.Counts, SampleNumbers.Dues];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await Laboratory.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Theory]
    [MemberData(nameof(OfSample))]
    public async Task Analyses_of_one_sample_are_found_by_it(string sql)
    {
        var plan = await PlanAsync(sql, new { site = Laboratory.Site, uid = "w1", uids = new[] { "w1" } });

        plan.ShouldContain("(site=? AND container_uid=?");
    }

    [Fact]
    public async Task A_list_of_a_sample_is_found_by_it()
    {
        var (sql, values) = QuerySql.List(Laboratory.Site, new LabQuery { Types = [Analysis.Type], ContainerUid = "w1" });

        (await PlanAsync(sql, values)).ShouldContain("lab_object_container (site=? AND container_uid=?");
    }

    [Fact]
    public async Task A_list_of_a_worksheet_is_found_by_its_slots()
    {
        var (sql, values) = QuerySql.List(Laboratory.Site, new LabQuery { Types = [Analysis.Type], WorksheetUid = "s1" });

        (await PlanAsync(sql, values)).ShouldContain("slot_worksheet (site=? AND worksheet_uid=?");
    }

    [Fact]
    public async Task A_word_is_looked_for_among_those_of_the_object()
    {
        var (sql, values) = QuerySql.List(Laboratory.Site, new LabQuery { Types = [Worksheet.Type], Words = ["borehole"] });

        (await PlanAsync(sql, values)).ShouldContain("object_word_uid (site=? AND uid=?");
    }

    [Fact]
    public async Task A_clients_samples_of_a_state_are_found_by_the_client()
    {
        var (sql, values) = QuerySql.List(
            Laboratory.Site, new LabQuery { Types = [Sample.Type], ClientUid = "c1", States = ["published"], Sort = LabSort.Created });

        (await PlanAsync(sql, values)).ShouldContain("lab_object_client_time (site=? AND client_uid=?");
    }

    [Fact]
    public async Task What_a_worksheets_work_came_to_is_found_by_the_work()
    {
        var plan = await PlanAsync(SheetSql.Handled, new { site = Laboratory.Site, uid = "s1", since = 0L });

        plan.ShouldContain("work_context (site=? AND context_uid=?");
        plan.ShouldContain("(site=? AND task_uid=?");
    }

    [Fact]
    public async Task What_waits_of_a_sample_is_found_by_its_objects()
    {
        var plan = await PlanAsync(PendingSql.CountOfSample, new { site = Laboratory.Site, uid = "w1" });

        plan.ShouldContain("(site=? AND object_uid=?");
    }

    [Fact]
    public async Task The_trail_of_a_sample_is_found_by_its_objects()
    {
        var plan = await PlanAsync(
            AuditSql.OfSample, new { site = Laboratory.Site, uid = "w1", before = long.MaxValue, limit = 50 });

        plan.ShouldContain("audit_object (site=? AND uid=?");
        plan.ShouldContain("lab_object_removed (site=? AND container_uid=?");
    }

    private async Task<string> PlanAsync(string sql, object values)
    {
        var rows = await _laboratory.ReadAsync(reader =>
            reader.QueryAsync<PlanRow>("explain query plan " + sql, values, TestContext.Current.CancellationToken));
        return string.Join('\n', rows.Select(row => row.Detail));
    }

    private sealed record PlanRow
    {
        public string Detail { get; init; } = string.Empty;
    }
}
