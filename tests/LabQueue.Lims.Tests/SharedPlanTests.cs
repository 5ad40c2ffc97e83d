using LabQueue.Lims.Audit;
using LabQueue.Lims.Background;
using LabQueue.Lims.Clients;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using LabQueue.Lims.Workflow;
using LabQueue.Lims.Worksheets;

namespace LabQueue.Lims.Tests;

/// <summary>On PostgreSQL, too, pages and tasks read by indexes, and lists come in the order of theirs.</summary>
[Trait("Database", "Postgres")]
public sealed class SharedPlanTests(FilledLaboratory filled) : IClassFixture<FilledLaboratory>
{
    private static readonly object Values = new
    {
        site = Laboratory.Site,
        uid = "w7",
        uids = new[] { "w7", "w8" },
        samples = new[] { "w7", "w8" },
        since = new[] { "t1" },
        seen = """{"w7": 1}""",
        path = "/senaite/clients/c1/W-7",
        service = "s1",
        sort_key = string.Empty,
        before = long.MaxValue,
        after = 0L,
        limit = 50,
        size = 50,
        username = "analyst1",
        task_uid = "t1",
        worksheet_uid = "ws1",
        client_uid = "c1",
        created = (long?)null,
        except = string.Empty,
        usernames = new[] { "analyst1" },
        contact_uid = "k1",
    };

    /// <summary>Statements of pages and tasks.</summary>
    public static TheoryData<string> Statements { get; } =
    [
        ObjectSql.Find, ObjectSql.FindPath, ObjectSql.Changed, ObjectSql.Slots, ObjectSql.TallySample,
        WorkflowSql.AnalysesOfSample, WorkflowSql.AnalysesOfWorksheet, SampleNumbers.Counts, SampleNumbers.Dues,
        CandidateSql.OfService, CandidateSql.OfSamples,
        PendingSql.OfObjects, PendingSql.OfContext, PendingSql.OfSample, PendingSql.OfWorksheet, PendingSql.CountOfSample,
        AuditSql.OfObject, AuditSql.OfSample, AuditSql.Page, AuditSql.Head,
        WorkSql.Find, WorkSql.LastOfContext, WorkSql.Untold, WorkSql.Pending, WorkSql.OutcomesOf, WorkSql.Pace,
        SheetSql.Counts, SheetSql.Samples, SheetSql.Queued, SheetSql.Pending,
        GrantSql.Next, GrantSql.WalkOf, UserSql.Find, UserSql.Named,
    ];

    /// <summary>Lists of pages, and the index that each comes by.</summary>
    public static TheoryData<string> Lists { get; } = ["samples", "samples of a client", "worksheets", "clients", "worksheets of an analyst"];

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_statement_reads_no_table_from_end_to_end(string sql)
    {
        var plan = await filled.PlanAsync(sql, Values);

        plan.ShouldNotContain("Seq Scan on lab_object");
        plan.ShouldNotContain("Seq Scan on audit");
        plan.ShouldNotContain("Seq Scan on outcome");
    }

    [Fact]
    public async Task What_a_worksheets_work_came_to_is_found_by_the_work()
    {
        var plan = await filled.PlanAsync(SheetSql.Handled, new { site = Laboratory.Site, uid = "ws1", since = 0L });

        plan.ShouldNotContain("Seq Scan on outcome");
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_comes_in_the_order_of_an_index(string list)
    {
        var (query, index) = list switch
        {
            "samples" => (Of(Sample.Type, "received"), "lab_object_time"),
            "samples of a client" => (Of(Sample.Type, "published") with { ClientUid = "c1" }, "lab_object_client_time"),
            "worksheets" => (Of(Worksheet.Type, "open") with { Sort = LabSort.SortKey, Descending = false }, "lab_object_list"),
            "clients" => (new LabQuery { Types = [LabClient.Type], Sort = LabSort.Created }, "lab_object_created"),
            _ => (new LabQuery { Types = [Worksheet.Type], OnlySheetsOf = "analyst1" }, "lab_object_analyst"),
        };
        var (sql, values) = QuerySql.List(Laboratory.Site, query);

        var plan = await filled.PlanAsync(sql, values);

        plan.ShouldContain(index);
        plan.ShouldNotContain("Sort");
    }

    [Fact]
    public async Task A_list_of_a_sample_and_one_of_a_worksheet_are_found_by_them()
    {
        var (ofSample, sampleValues) = QuerySql.List(Laboratory.Site, new LabQuery { Types = [Analysis.Type], ContainerUid = "w7" });
        var (ofSheet, sheetValues) = QuerySql.List(Laboratory.Site, new LabQuery { Types = [Analysis.Type], WorksheetUid = "ws1" });

        (await filled.PlanAsync(ofSample, sampleValues)).ShouldContain("lab_object_container");
        (await filled.PlanAsync(ofSheet, sheetValues)).ShouldContain("slot_worksheet");
    }

    [Fact]
    public async Task A_word_is_found_by_the_index_of_words()
    {
        var (sql, values) = QuerySql.List(Laboratory.Site, new LabQuery { Types = [Sample.Type], Words = ["borehole12"] });

        var plan = await filled.PlanAsync(sql, values);

        plan.ShouldNotContain("Seq Scan on object_word");
        plan.ShouldNotContain("Seq Scan on lab_object");
    }

    private static LabQuery Of(string type, string state) => new()
    {
        Types = [type],
        States = [state],
        Sort = LabSort.Created,
        Descending = true,
        Limit = 25,
    };
}
