using System.Reflection;
using LabQueue.Storage.Sqlite;
using LabQueue.Storage.Sqlite.Native;
using LabQueue.Storage.Sqlite.Search;

namespace LabQueue.Storage.Tests.Sqlite;

/// <summary>Each statement is taken by the engine, and none but a person's look-up reads all rows.</summary>
public sealed class SqlTests : IDisposable
{
    private static readonly string[] MayReadAll = ["Sql.Touching"];

    private readonly TempFolder _folder = new();
    private readonly Database _database;

    public SqlTests()
    {
        _database = Database.Open(_folder.File("queue.db"), readOnly: false, cacheKilobytes: 100);
        SqlMigrator.Migrate(_database);
        _database.Execute(SearchSql.Schema);
    }

    public static TheoryData<string> Statements { get; } = [.. Constants().Keys];

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_statement_is_valid_and_reads_by_an_index(string name)
    {
        var plan = Plan(name);

        if (!MayReadAll.Contains(name, StringComparer.Ordinal))
        {
            plan.ShouldAllBe(step => !step.Contains("SCAN task", StringComparison.Ordinal)
                || step.Contains("INDEX", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Sql.PageOfState")]
    [InlineData("Sql.UidsOfState")]
    public void What_a_page_reads_comes_in_order_without_sorting(string name)
    {
        Plan(name).ShouldAllBe(step => !step.Contains("TEMP B-TREE", StringComparison.Ordinal)
            && !step.Contains("SCAN", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    private static Dictionary<string, string> Constants() =>
        new[] { typeof(Sql), typeof(HistorySql), typeof(DirectorySql), typeof(SearchSql) }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => field.IsLiteral && field.FieldType == typeof(string))
                .Select(field => (Name: $"{type.Name}.{field.Name}", Text: (string)field.GetRawConstantValue()!)))
            .Where(constant => constant.Text.StartsWith("select", StringComparison.Ordinal)
                || constant.Text.StartsWith("insert", StringComparison.Ordinal)
                || constant.Text.StartsWith("update", StringComparison.Ordinal)
                || constant.Text.StartsWith("delete", StringComparison.Ordinal))
            .ToDictionary(constant => constant.Name, constant => constant.Text, StringComparer.Ordinal);

    private List<string> Plan(string name)
    {
        var plan = new List<string>();
        var row = _database.Prepare("explain query plan " + Constants()[name]);
        while (row.Step())
        {
            row.Skip(3);
            plan.Add(row.Text());
        }

        return plan;
    }
}
