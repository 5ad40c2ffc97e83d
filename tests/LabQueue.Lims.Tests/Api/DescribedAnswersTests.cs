using System.Text.Json.Nodes;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Registry;
using LabQueue.Lims.Tests.Worksheets;

namespace LabQueue.Lims.Tests.Api;

/// <summary>What the laboratory answers is what the description of the API says.</summary>
public sealed class DescribedAnswersTests : IAsyncLifetime
{
    private LabServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Laboratory Laboratory => _server.Laboratory;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _server = await LabServer.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task What_is_looked_up_is_as_described()
    {
        var (sample, analyses) = await Laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var sheet = await Laboratory.GivenWorksheetAsync("WS-001", analyses);
        await Laboratory.GivenDuplicateAsync(analyses[0]);
        await Laboratory.GivenResultsAsync([analyses[0].Uid]);
        await Laboratory.GivenContactAsync((await Laboratory.FindAsync<LabClient>(sample.ClientUid!))!);
        await Laboratory.GivenTemplateAsync(["Cu"], new TemplateRow(1, AnalysisKind.Routine), new TemplateRow(2, AnalysisKind.Duplicate, null, 1));
        await Laboratory.GivenReferenceAsync(["Cu"]);
        await GivenItemsAsync();
        (await Laboratory.DoAsync(GivenSamples.Manager, "submit", analyses[0].Uid)).ShouldBeEmpty();

        await CheckAsync("GET", "search", "search?limit=100");
        await CheckAsync("GET", "search", "search?limit=100&complete=1&workflow=1&children=1");
        await CheckAsync("GET", "{resource}", "analysisrequest?limit=1&complete=1");
        await CheckAsync("GET", "{resource}/{uid}", $"worksheet/{sheet.Uid}?workflow=1");
        await CheckAsync("GET", "{uid}", $"{analyses[0].Uid}?workflow=1&children=1");
        await CheckAsync("GET", "catalogs", "catalogs");
        await CheckAsync("GET", "catalogs/{name}", "catalogs/senaite_catalog_analysis");
        await CheckAsync("GET", "settings", "settings");
        await CheckAsync("GET", "settings/{name}", "settings/AutoVerifySamples");
        await CheckAsync("GET", "registry", "registry");
        await CheckAsync("GET", "users", "users");
        await CheckAsync("GET", "users/{name}", "users/clerk");
        await CheckAsync("GET", "users/current", "users/current");
        await CheckAsync("GET", "auth", "auth");
        await CheckAsync("GET", "logout", "logout");
        await CheckAsync("GET", "task/{name}/outcome", $"task/{await GivenTaskAsync(analyses)}/outcome");
    }

    [Fact]
    public async Task What_is_changed_is_answered_as_described()
    {
        var client = await CheckAsync("POST", "{resource}/create", "client/create", """{"title":"Happy Hills","ClientID":"HH"}""");
        var contact = await CheckAsync(
            "POST", "create/{parent}", $"create/{client.Uid}", """{"portal_type":"Contact","Firstname":"Rita","Surname":"Mohale"}""");
        await CheckAsync("POST", "update/{uid}", $"update/{client.Uid}", """{"Phone":"1"}""");
        await CheckAsync("POST", "{resource}/update", "client/update", $$"""[{"uid":"{{client.Uid}}","Phone":"2"},{"Phone":"3"}]""");
        await CheckAsync("POST", "contact/{uid}/link", $"contact/{contact.Uid}/link", """{"username":"rita"}""");
        await CheckAsync("POST", "contact/{uid}/unlink", $"contact/{contact.Uid}/unlink", "{}");
        await CheckAsync("POST", "settings/update", "settings/update", """{"RejectionReasons":["broken"]}""");
        await CheckAsync("POST", "users/create", "users/create", """{"username":"neil","password":"a-good-password","roles":["Analyst"]}""");
        await CheckAsync("POST", "login", "login", $$"""{"__ac_name":"neil","__ac_password":"a-good-password"}""");
        var (sample, analyses) = await Laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var sheet = await CheckAsync("POST", "create", "create", """{"portal_type":"Worksheet","Analyst":"analyst"}""");
        var template = await Laboratory.GivenTemplateAsync(["Cu"], new TemplateRow(1, AnalysisKind.Routine), new TemplateRow(2, AnalysisKind.Blank));
        await CheckAsync("POST", "worksheet/{uid}/add_analyses", $"worksheet/{sheet.Uid}/add_analyses", $$"""{"uids":["{{analyses[1].Uid}}"]}""");
        await CheckAsync("POST", "worksheet/{uid}/apply_template", $"worksheet/{sheet.Uid}/apply_template", $$"""{"template":"{{template.Uid}}"}""");
        await CheckAsync("POST", "worksheet/{uid}/action", $"worksheet/{sheet.Uid}/action", $$"""{"action":"submit","uids":["{{analyses[1].Uid}}"]}""");
        await CheckAsync("POST", "analysisrequest/action", "analysisrequest/action", $$"""{"action":"receive","uids":["{{sample.Uid}}"]}""");
        await CheckAsync("POST", "{resource}/delete/{uid}", $"client/delete/{client.Uid}", "{}");
    }

    [Fact]
    public async Task What_is_refused_is_answered_as_described()
    {
        var client = (await _server.PostAsync("clerk", "client/create", new JsonObject { ["title"] = "A", ["ClientID"] = "A" })).Uid;
        await _server.PostAsync("clerk", $"update/{client}", new JsonObject { ["Phone"] = "1" });

        await CheckAsync("POST", "update/{uid}", $"update/{client}", """{"Phone":"2","version":1}""", 409);
        await CheckAsync("POST", "{resource}/create", "client/create", """{"title":"B"}""", 422);
        await CheckAsync("POST", "{resource}/update", "client/update", """[{"Phone":"3"}]""", 404);
        await CheckAsync("POST", "create", "create", "{}", 400);
        await CheckAsync("POST", "push", "push", """{"consumer":"scale"}""", 501);
        await CheckAsync("POST", "queue_consumer/process", "queue_consumer/process", "{}", 412);
        await CheckAsync("GET", "search", "search?colour=red", null, 400);
        await CheckAsync("GET", "{uid}", "00000000000000000000000000000000", null, 404);
        await CheckAsync("GET", "registry", "registry", null, 403, "analyst");
        await CheckAsync("GET", "users", "users", null, 401, null);
    }

    [Fact]
    public async Task Every_parameter_of_a_search_that_is_described_is_one()
    {
        var described = AnswerSchema.Document.GetProperty("paths").GetProperty("/{site}/@@API/senaite/v1/search").GetProperty("get")
            .GetProperty("parameters").EnumerateArray()
            .Where(parameter => parameter.TryGetProperty("in", out var place) && place.GetString() == "query");

        foreach (var name in described.Select(parameter => parameter.GetProperty("name").GetString()))
        {
            (await _server.GetAsync("clerk", $"search?{name}=1")).Message.ShouldNotContain("is no parameter");
        }
    }

    private async Task<LabAnswer> CheckAsync(
        string method, string template, string address, string? body = null, int status = 200, string? user = "admin")
    {
        var sent = body is null ? null : JsonNode.Parse(body);
        var answer = (await _server.SendAsync(new HttpMethod(method), user, address, sent)).ShouldBe(status);

        AnswerSchema.Complaints(answer.Json, AnswerSchema.Of(method, template, status)).ShouldBeEmpty($"{method} {address}");
        return answer;
    }

    private Task<int> GivenItemsAsync() => Laboratory.ChangeAsync(async work =>
    {
        foreach (var item in (LabObject[])
            [
                new AnalysisCategory { Title = "Metals" }, new Department { Title = "Water", DepartmentID = "W" },
                new Instrument { Title = "Spectrometer" }, new Method { Title = "Flame" }, new SampleType { Title = "Water", Prefix = "W" },
                new LabContact { Title = "A B", Firstname = "A", Surname = "B" },
            ])
        {
            await LabItems.AddAsync(work, item, Token);
        }

        return 0;
    });

    private Task<string> GivenTaskAsync(IReadOnlyList<Analysis> analyses) => Laboratory.ChangeAsync(async work =>
    {
        var record = new WorkRecord
        {
            TaskUid = TaskUid.New(work.Now),
            Name = "task_action_submit",
            Action = "submit",
            ContextUid = analyses[0].Slot?.WorksheetUid ?? LabUid.Site,
            ContextPath = $"/{Laboratory.Site}",
            Username = "analyst",
            Roles = "[]",
            Total = 1,
        };
        await WorkLedger.InsertAsync(work, record, Token);
        return record.TaskUid;
    });
}
