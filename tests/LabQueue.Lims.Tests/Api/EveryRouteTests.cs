using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Registry;

namespace LabQueue.Lims.Tests.Api;

/// <summary>Everybody asks every route of the laboratory, also with the uids of another client.</summary>
public sealed class EveryRouteTests : IAsyncLifetime
{
    private readonly Dictionary<string, string> _uids = new(StringComparer.Ordinal);
    private LabServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Laboratory Laboratory => _server.Laboratory;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _server = await LabServer.StartAsync();
        var own = await Laboratory.GivenClientAsync("Happy Hills");
        var other = await Laboratory.GivenClientAsync("Klaymore");
        await People.ArriveAsync(_server, own, other);
        var supplier = await Laboratory.ChangeAsync(work => LabItems.AddAsync(work, new Supplier { Title = "Supplier" }, Token));
        var sample = await AddAsync("sample", SampleOf(own));
        (_uids["client"], _uids["other"], _uids["supplier"]) = (own.Uid, other.Uid, supplier.Uid);
        _uids["missing"] = LabUid.New(DateTimeOffset.UnixEpoch);
        _uids["contact"] = (await Laboratory.GivenContactAsync(own)).Uid;
        await AddAsync("other-sample", SampleOf(other), "othersample");
        await AddAsync("analysis", AnalysisOf(sample, PointsOfCapture.Lab, AnalysisState.Unassigned));
        await AddAsync("field", AnalysisOf(sample, PointsOfCapture.Field, AnalysisState.Registered));
        await AddAsync("sheet", new Worksheet { State = WorksheetState.Open, Analyst = People.NameOf(Role.Analyst)! });
        await AddAsync("template", new WorksheetTemplate { Title = "Empty" });
        await AddAsync("service", new AnalysisService { Title = "Copper", Keyword = "Cu" });
        await AddAsync("sampletype", new SampleType { Title = "Water", Prefix = "W" });
        await AddAsync("labcontact", new LabContact { Title = "A B", Firstname = "A", Surname = "B" });
        await AddAsync("reference", new ReferenceSample { Title = "Water", State = ReferenceSampleState.Current, ParentUid = supplier.Uid });
        _uids["task"] = await GivenTaskAsync(People.NameOf(People.Own)!);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void Every_route_has_a_row()
    {
        var served = LabRoutes.All.SelectMany(route => route.Methods.Split(", ").Select(method => $"{method} {route.Template}".Trim()));

        RouteTable.All.Select(row => row.Route).Distinct().ShouldBe(served, ignoreOrder: true);
    }

    [Fact]
    public async Task Everybody_gets_as_far_as_the_table_says()
    {
        var wrong = new List<string>();
        foreach (var row in RouteTable.All)
        {
            var method = new HttpMethod(row.Route.Split(' ')[0]);
            foreach (var who in People.All)
            {
                var body = row.Body.Length == 0 ? null : JsonNode.Parse(Filled(row.Body));
                var answer = await _server.SendAsync(method, People.NameOf(who), Filled(row.Address), body);
                if (answer.Status != row.Expected(who))
                {
                    wrong.Add($"{who} {method} {row.Address} {row.Body}: {answer.Status} instead of {row.Expected(who)}: {answer.Message}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_sites_users_and_wrong_passwords_are_nobody()
    {
        foreach (var row in RouteTable.All.Where(row => !row.Past.Contains(People.Anonymous)))
        {
            var body = row.Body.Length == 0 ? null : JsonNode.Parse(Filled(row.Body));
            (await _server.SendAsync(new HttpMethod(row.Route.Split(' ')[0]), "no-such-user", Filled(row.Address), body))
                .Status.ShouldBeOneOf(401, 429);
        }
    }

    private static Sample SampleOf(LabClient client) =>
        new() { State = SampleState.Received, ParentUid = client.Uid, ClientUid = client.Uid, DateReceived = DateTimeOffset.UnixEpoch };

    private static Analysis AnalysisOf(Sample sample, string pointOfCapture, string state) => new()
    {
        State = state,
        PointOfCapture = pointOfCapture,
        Keyword = "Cu",
        ParentUid = sample.Uid,
        ClientUid = sample.ClientUid,
        Container = sample.Uid,
    };

    private string Filled(string text) => _uids.Aggregate(
        text, (filled, known) => filled.Replace($"{{{known.Key}}}", known.Value, StringComparison.Ordinal));

    private async Task<T> AddAsync<T>(string id, T value, string? name = null)
        where T : LabObject
    {
        var added = await Laboratory.ChangeAsync(work =>
            Task.FromResult(work.Add(value with { Id = id, Path = $"/{Laboratory.Site}/test/{id}" })));
        _uids[name ?? id] = added.Uid;
        return added;
    }

    private Task<string> GivenTaskAsync(string username) => Laboratory.ChangeAsync(async work =>
    {
        var record = new WorkRecord
        {
            TaskUid = TaskUid.New(work.Now),
            Name = "task_action_receive",
            Action = "receive",
            ContextUid = LabUid.Site,
            ContextPath = $"/{Laboratory.Site}",
            Username = username,
            Roles = "[]",
        };
        await WorkLedger.InsertAsync(work, record, Token);
        return record.TaskUid;
    });
}
