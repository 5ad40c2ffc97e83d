using System.Text.Json.Nodes;
using LabQueue.Lims.Clients;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Registry;

namespace LabQueue.Lims.Tests.Api;

/// <summary>Which role may use which route; and what a client's contact gets of another client: nothing, as if it were not there.</summary>
public sealed class RouteRightsTests : IAsyncLifetime
{
    private static readonly string[] Everybody =
        ["admin", "siteadmin", "labmanager", "clerk", "analyst", "verifier", "publisher", "inspector", "consumer", "rita"];

    private LabServer _server = null!;
    private LabClient _own = null!;
    private LabClient _other = null!;
    private Contact _contact = null!;
    private Sample _ownSample = null!;
    private Sample _otherSample = null!;
    private Worksheet _sheet = null!;
    private Analysis _analysis = null!;
    private Analysis _otherAnalysis = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Laboratory Laboratory => _server.Laboratory;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _server = await LabServer.StartAsync();
        _own = await Laboratory.GivenClientAsync("Happy Hills");
        _other = await Laboratory.GivenClientAsync("Klaymore");
        _contact = await Laboratory.GivenContactAsync(_own);
        (_ownSample, _analysis) = await GivenSampleAsync(_own, "W-0001");
        (_otherSample, _otherAnalysis) = await GivenSampleAsync(_other, "W-0002");
        _sheet = await Laboratory.ChangeAsync(work => LabItems.AddAsync(
            work, new Worksheet { Title = "WS", Analyst = "analyst", State = WorksheetState.Open }, Token));
        (await _server.PostAsync("labmanager", $"contact/{_contact.Uid}/link", new JsonObject { ["username"] = "rita" })).ShouldBe(200);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Each_route_that_changes_something_is_for_the_roles_that_may()
    {
        // The roles named get past the gate: what they send is wrong in another way, so that nothing changes.
        await OnlyAsync(["admin", "labmanager", "clerk"], "client/create", new JsonObject { ["title"] = "?" }, past: 422);
        await OnlyAsync(["admin", "labmanager", "clerk"], "department/create", new JsonObject { ["title"] = "?" }, past: 422);
        await OnlyAsync(["admin", "labmanager"], "referencedefinition/create", new JsonObject(), past: 422);
        await OnlyAsync(["admin", "labmanager", "siteadmin"], "users/create", new JsonObject { ["username"] = "x", ["password"] = "1" }, past: 422);
        await OnlyAsync(["admin", "labmanager", "clerk"], "settings/update", new JsonObject { ["BackgroundAbove"] = -1 }, past: 422);
        await OnlyAsync(["admin", "labmanager", "clerk"], $"update/{_own.Uid}", new JsonObject { ["ClientID"] = "" }, past: 422, except: ["rita", "siteadmin"]);
        await OnlyAsync(["admin", "labmanager"], "worksheet/create", new JsonObject { ["Analyst"] = "nobody-of-that-name" }, past: 422);
    }

    [Fact]
    public async Task Lists_of_the_laboratory_are_empty_for_who_does_not_work_there()
    {
        foreach (var user in (string[])["rita", "siteadmin"])
        {
            (await _server.GetAsync(user, "worksheet")).ShouldBe(200).Count.ShouldBe(0);
            (await _server.GetAsync(user, "referencesample")).ShouldBe(200).Count.ShouldBe(0);
            (await _server.GetAsync(user, _sheet.Uid)).ShouldBe(404);
            (await _server.PostAsync(user, $"worksheet/{_sheet.Uid}/action", Action("submit", _analysis.Uid))).ShouldBe(404);
            (await _server.PostAsync(user, $"worksheet/{_sheet.Uid}/add_analyses", Action("assign", _analysis.Uid))).ShouldBe(404);
        }
    }

    [Fact]
    public async Task A_contact_sees_its_own_clients_tree_and_what_the_laboratory_offers()
    {
        (await _server.GetAsync("rita", "client")).Count.ShouldBe(1);
        (await _server.GetAsync("rita", "analysisrequest")).Item["id"]!.ToString().ShouldBe("W-0001");
        (await _server.GetAsync("rita", "search")).Json["items"]!.AsArray().Select(item => item!["getClientUID"]!.ToString()).Distinct()
            .ShouldBe([_own.Uid]);
        (await _server.GetAsync("rita", "sampletype")).ShouldBe(200).Count.ShouldBe(0);
        (await _server.GetAsync("rita", _ownSample.Uid)).ShouldBe(200);
        (await _server.GetAsync("siteadmin", "client")).Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_contact_sees_no_result_before_it_is_verified()
    {
        await Laboratory.GivenResultsAsync([_analysis.Uid], "7.5");
        (await _server.GetAsync("rita", _analysis.Uid)).ShouldBe(200).Json["Result"].ShouldBeNull();
        (await _server.GetAsync("analyst", _analysis.Uid)).Json["Result"]!.ToString().ShouldBe("7.5");

        await Laboratory.ChangeAsync(async work =>
            work.Put(await work.GetAsync<Analysis>(_analysis.Uid, Token) with { State = AnalysisState.Verified }));

        (await _server.GetAsync("rita", _analysis.Uid)).ShouldBe(200).Json["Result"]!.ToString().ShouldBe("7.5");
    }

    [Fact]
    public async Task Of_another_client_a_contact_learns_nothing_and_changes_nothing()
    {
        foreach (var uid in (string[])[_other.Uid, _otherSample.Uid, _otherAnalysis.Uid])
        {
            (await _server.GetAsync("rita", uid)).ShouldBe(404);
            (await _server.PostAsync("rita", $"update/{uid}", new JsonObject { ["description"] = "mine" })).ShouldBe(404);
            (await _server.PostAsync("rita", $"delete/{uid}")).ShouldBe(404);
            (await _server.PostAsync("rita", $"update/{uid}", new JsonObject { ["transition"] = "cancel" })).ShouldBe(404);
        }

        var byPath = new JsonObject { ["path"] = _otherSample.Path, ["Remarks"] = "mine" };
        (await _server.PostAsync("rita", "update", byPath)).ShouldBe(404);
        (await _server.PostAsync("rita", $"contact/create/{_other.Uid}", new JsonObject { ["Firstname"] = "A", ["Surname"] = "B" })).ShouldBe(404);
        (await _server.PostAsync("rita", $"analysisrequest/create/{_other.Uid}", new JsonObject())).ShouldBe(404);
        (await _server.PostAsync("rita", "analysisrequest/action", Action("cancel", _otherSample.Uid)))
            .ShouldBe(200).Refused.ShouldHaveSingleItem()!["message"]!.ToString().ShouldBe("There is no such sample.");
        (await _server.GetAsync("rita", $"analysisrequest?getClientUID={_other.Uid}")).Count.ShouldBe(0);
        (await _server.GetAsync("rita", $"search?UID={_otherSample.Uid}")).Count.ShouldBe(0);
        (await _server.GetAsync("rita", $"search?path=/senaite/clients/{_other.Id}")).Count.ShouldBe(0);
        (await Laboratory.FindAsync<Sample>(_otherSample.Uid)).ShouldNotBeNull().Version.ShouldBe(1);
    }

    [Fact]
    public async Task An_unlinked_contact_sees_nothing_at_once()
    {
        (await _server.PostAsync("clerk", $"contact/{_contact.Uid}/unlink")).ShouldBe(403);
        (await _server.PostAsync("labmanager", $"contact/{_contact.Uid}/unlink", new JsonObject { ["username"] = "rita" })).ShouldBe(200);

        (await _server.GetAsync("rita", "search")).Count.ShouldBe(0);
        (await _server.GetAsync("rita", _ownSample.Uid)).ShouldBe(404);
        (await Laboratory.ReadAsync(reader => RightsWalk.UnfinishedAsync(reader, Token))).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_inspector_reads_and_changes_nothing()
    {
        (await _server.GetAsync("inspector", _otherSample.Uid)).ShouldBe(200);
        (await _server.PostAsync("inspector", $"update/{_otherSample.Uid}", new JsonObject { ["Remarks"] = "seen" })).ShouldBe(403);
        (await _server.PostAsync("inspector", $"update/{_analysis.Uid}", new JsonObject { ["Result"] = "1" })).ShouldBe(403);
    }

    private static JsonObject Action(string action, string uid) => new() { ["action"] = action, ["uids"] = new JsonArray(uid) };

    private async Task OnlyAsync(string[] allowed, string route, JsonObject body, int past, string[]? except = null)
    {
        foreach (var user in Everybody.Except(except ?? []))
        {
            var answer = await _server.PostAsync(user, route, body.DeepClone());

            answer.Status.ShouldBe(allowed.Contains(user) ? past : 403, $"{user} at {route}: {answer.Message}");
        }

        (await _server.PostAsync(null, route, body)).ShouldBe(401);
    }

    private Task<(Sample Sample, Analysis Analysis)> GivenSampleAsync(LabClient client, string id) => Laboratory.ChangeAsync(work =>
    {
        var sample = work.Add(new Sample
        {
            Id = id,
            Path = $"{client.Path}/{id}",
            ParentUid = client.Uid,
            ClientUid = client.Uid,
            Title = id,
            State = SampleState.Received,
            DateReceived = work.Now,
        });
        var analysis = work.Add(new Analysis
        {
            Id = "Cu",
            Keyword = "Cu",
            Title = "Copper",
            Path = $"{sample.Path}/Cu",
            ParentUid = sample.Uid,
            ClientUid = client.Uid,
            Container = sample.Uid,
            ContainerId = id,
            State = AnalysisState.Unassigned,
        });
        return Task.FromResult((sample, analysis));
    });
}
