using System.Text.Json.Nodes;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Tests.Background;

namespace LabQueue.Lims.Tests.Api;

/// <summary>Many samples are registered by one call: what was acknowledged is there, and its completion is queued.</summary>
public sealed class RegistrationTests : IAsyncLifetime
{
    private QueuedLaboratory _lab = null!;
    private LabServer _server = null!;
    private NewSample _wanted = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _lab = await QueuedLaboratory.CreateAsync();
        _server = await LabServer.StartAsync(_lab.Queue);
        _wanted = await _server.Laboratory.GivenWantedAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _lab.DisposeAsync();
    }

    [Fact]
    public async Task Samples_and_the_task_that_completes_them_are_kept_by_one_commit_or_not_at_all()
    {
        await ExecuteAsync(Laboratory.IsUsuallyShared
            ? "create function fail() returns trigger language plpgsql as $$ begin raise exception 'The disk is full.'; end $$;"
                + " create trigger broken before insert on outbox for each row execute function fail()"
            : "create trigger broken before insert on outbox begin select raise(abort, 'The disk is full.'); end");

        var broken = await RegisterAsync(Record(), Record());
        var kept = await SamplesAsync();
        await ExecuteAsync(Laboratory.IsUsuallyShared ? "drop trigger broken on outbox" : "drop trigger broken");
        var whole = await RegisterAsync(Record(), Record());

        broken.Status.ShouldBe(500);
        kept.ShouldBeEmpty();
        whole.Json["queued"]!.GetValue<int>().ShouldBe(2);
        (await SamplesAsync()).Select(sample => (sample.Uid, sample.State)).ShouldBe(
            whole.Json["items"]!.AsArray().Select(item => (item!["uid"]!.GetValue<string>(), SampleState.Pending)),
            ignoreOrder: true);
    }

    [Fact]
    public async Task What_cannot_be_registered_is_named_by_its_place_among_the_records()
    {
        var answer = await RegisterAsync(Record(), Record(("SampleType", "")), Record(("Analyses", new JsonArray("none"))), Record());

        answer.Json["queued"]!.GetValue<int>().ShouldBe(2);
        answer.Refused.Select(item => item!["message"]!.GetValue<string>()[..9])
            .ShouldBe(["Record 1:", "Record 2:"]);
    }

    [Fact]
    public async Task Where_none_can_be_registered_the_answer_says_why_and_nothing_is_kept()
    {
        (await RegisterAsync(Record(("Analyses", new JsonArray("none"))))).Status.ShouldBe(422);
        (await RegisterAsync(Record(("Analyses", "none")))).Status.ShouldBe(422);

        (await SamplesAsync()).ShouldBeEmpty();
    }

    private Task<LabAnswer> RegisterAsync(params JsonObject[] records) =>
        _server.PostAsync("labmanager", "analysisrequest/create", new JsonArray([.. records]));

    private JsonObject Record(params (string Name, JsonNode Value)[] changes)
    {
        var record = new JsonObject
        {
            ["parent_uid"] = _wanted.ClientUid,
            ["Contact"] = _wanted.Contact,
            ["SampleType"] = _wanted.SampleType,
            ["Analyses"] = new JsonArray("Cu", "Fe"),
        };
        foreach (var (name, value) in changes)
        {
            record[name] = value;
        }

        return record;
    }

    private Task<int> ExecuteAsync(string sql) =>
        _server.Laboratory.ChangeAsync(work => work.ExecuteAsync(sql, new { }, Token));

    private Task<IReadOnlyList<Sample>> SamplesAsync() => _server.Laboratory.ReadAsync(
        reader => reader.ListAsync<Sample>(new Store.LabQuery { Limit = 100 }, Token));
}
