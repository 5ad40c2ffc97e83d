using System.Text.Json.Nodes;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Tests.Api;

/// <summary>Objects are made, found, changed and taken out of use over the API.</summary>
public sealed class ObjectTests : IAsyncLifetime
{
    private LabServer _server = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _server = await LabServer.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task What_was_made_is_found_in_lists_and_by_uid()
    {
        var made = await CreateClientAsync("Happy Hills", "HH");

        var item = (await _server.GetAsync("analyst", $"client/{made.Uid}")).ShouldBe(200).Item;
        var bare = (await _server.GetAsync("analyst", made.Uid)).ShouldBe(200).Json;

        made.Item["id"]!.ToString().ShouldBe("client-1");
        item["ClientID"]!.ToString().ShouldBe("HH");
        item["path"]!.ToString().ShouldBe("/senaite/clients/client-1");
        bare["uid"]!.ToString().ShouldBe(made.Uid);
        (await _server.GetAsync("analyst", "Client?q=happ")).Count.ShouldBe(1);
        (await _server.GetAsync("analyst", "search?portal_type=Client&review_state=active")).Count.ShouldBe(1);
        (await _server.GetAsync("analyst", "analysisrequest")).Count.ShouldBe(0);
        (await _server.GetAsync("analyst", $"worksheet/{made.Uid}")).ShouldBe(404);
        (await _server.GetAsync("analyst", "client?colour=red")).ShouldBe(400).Message.ShouldContain("colour");
    }

    [Fact]
    public async Task A_list_comes_in_pages_with_links_between_them()
    {
        for (var i = 1; i <= 5; i++)
        {
            await CreateClientAsync($"Client {i}", $"C{i}");
        }

        var page = (await _server.GetAsync("analyst", "client?limit=2&b_start=2")).ShouldBe(200);

        page.Count.ShouldBe(5);
        page.Json["page"]!.GetValue<int>().ShouldBe(2);
        page.Json["pages"]!.GetValue<int>().ShouldBe(3);
        page.Json["next"]!.ToString().ShouldEndWith("client?limit=2&b_start=4");
        page.Json["previous"]!.ToString().ShouldEndWith("client?limit=2&b_start=0");
        page.Item["id"]!.ToString().ShouldBe("client-3");
        (await _server.GetAsync("analyst", "client?limit=5001")).ShouldBe(400);
        (await _server.GetAsync("analyst", "client?limit=2&b_start=2&sort_limit=3")).Json["items"]!.AsArray().Count.ShouldBe(1);
        (await _server.GetAsync("analyst", "client?limit=2&sort_limit=3")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task T59_Each_kind_of_no_has_its_status()
    {
        var client = await CreateClientAsync("Happy Hills", "HH");

        (await _server.PostAsync("clerk", "create", new JsonObject { ["title"] = "?" })).ShouldBe(400);
        (await _server.PostAsync("clerk", "client/create", new JsonObject { ["title"] = "Twin", ["ClientID"] = "HH" }))
            .ShouldBe(422).Json["fields"]!["ClientID"].ShouldNotBeNull();
        (await _server.PostAsync("clerk", $"update/{client.Uid}", new JsonObject { ["Colour"] = "red" })).ShouldBe(422);
        (await _server.PostAsync("analyst", $"update/{client.Uid}", new JsonObject { ["Phone"] = "1" })).ShouldBe(403);
        (await _server.PostAsync("clerk", $"update/{LabUid.New(DateTimeOffset.UnixEpoch)}", new JsonObject { ["Phone"] = "1" })).ShouldBe(404);
        (await _server.PostAsync("clerk", $"update/{client.Uid}", new JsonObject { ["transition"] = "activate" })).ShouldBe(409);
        (await _server.PostAsync("analyst", "client/create", new JsonObject { ["title"] = "X", ["ClientID"] = "X" })).ShouldBe(403);
    }

    [Fact]
    public async Task T60_Each_of_several_records_has_a_result_of_its_own_or_all_or_none_is_done()
    {
        var client = await CreateClientAsync("Happy Hills", "HH");
        var list = new JsonArray(
            new JsonObject { ["uid"] = client.Uid, ["Phone"] = "1" },
            new JsonObject { ["uid"] = LabUid.New(DateTimeOffset.UnixEpoch), ["Phone"] = "2" },
            new JsonObject { ["Phone"] = "3" });

        var atomic = await _server.PostAsync("clerk", "update?atomic=1", list.DeepClone());
        (await PhoneAsync(client.Uid)).ShouldBe(string.Empty);
        var each = await _server.PostAsync("clerk", "update", list);

        atomic.ShouldBe(404);
        each.ShouldBe(200).Done.ShouldBe([client.Uid]);
        each.Refused.Select(refused => refused!["status"]!.GetValue<int>()).ShouldBe([404, 404]);
        (await PhoneAsync(client.Uid)).ShouldBe("1");
    }

    [Fact]
    public async Task Who_changes_an_older_state_is_told_what_is_different()
    {
        var client = await CreateClientAsync("Happy Hills", "HH");
        (await _server.PostAsync("clerk", $"update/{client.Uid}", new JsonObject { ["Phone"] = "1", ["version"] = 1 })).ShouldBe(200);

        var late = await _server.PostAsync("labmanager", $"update/{client.Uid}", new JsonObject { ["Phone"] = "2", ["version"] = 1 });

        late.ShouldBe(409).Message.ShouldContain("clerk");
        late.Json["changed"]!["Phone"]!["now"]!.ToString().ShouldBe("1");
        late.Json["version"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Deleting_takes_out_of_use_and_the_header_for_other_methods_counts()
    {
        var client = await CreateClientAsync("Happy Hills", "HH");

        (await _server.PostAsync("labmanager", client.Uid, new JsonObject { ["Phone"] = "1" }, ("X-HTTP-Method-Override", "PATCH"))).ShouldBe(200);
        (await _server.PostAsync("labmanager", $"client/delete/{client.Uid}")).ShouldBe(200).Item["review_state"]!.ToString().ShouldBe("inactive");

        (await PhoneAsync(client.Uid)).ShouldBe("1");
        (await _server.GetAsync("analyst", client.Uid)).ShouldBe(404);
        (await _server.GetAsync("labmanager", client.Uid)).ShouldBe(200);
    }

    [Fact]
    public async Task What_may_be_done_now_is_told_with_an_object()
    {
        var client = await CreateClientAsync("Happy Hills", "HH");

        var info = (await _server.GetAsync("labmanager", $"{client.Uid}?workflow=1")).Json["workflow_info"]![0]!;

        info["transitions"]![0]!["value"]!.ToString().ShouldBe("deactivate");
        info["review_state"]!.ToString().ShouldBe("active");
        info["workflow"]!.ToString().ShouldBe("senaite_client_workflow");
        info["status"]!.ToString().ShouldBe("active");
    }

    [Fact]
    public async Task What_may_be_done_is_told_while_somebody_else_writes()
    {
        var client = await CreateClientAsync("Happy Hills", "HH");
        await using var writing = await _server.Laboratory.Store.BeginAsync(
            Laboratory.Site, _server.Laboratory.By(), TestContext.Current.CancellationToken);

        var list = await _server.GetAsync("labmanager", "client?workflow=1");

        list.ShouldBe(200).Item["uid"]!.ToString().ShouldBe(client.Uid);
        list.Item["workflow_info"]![0]!["transitions"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_search_goes_as_deep_below_an_address_as_it_says()
    {
        var client = await CreateClientAsync("Happy Hills", "HH");
        await _server.PostAsync("clerk", $"contact/create/{client.Uid}", new JsonObject { ["Firstname"] = "A", ["Surname"] = "B" });
        const string address = "/senaite/clients/client-1";

        (await CountAsync($"search?path={address}")).ShouldBe(2);
        (await CountAsync($"search?path={address}&depth=0")).ShouldBe(1);
        (await CountAsync($"search?path={address}&depth=1")).ShouldBe(1);
        (await CountAsync("search?path=/senaite/clients&depth=1")).ShouldBe(1);
        (await CountAsync("search?path=/senaite/clients&depth=2")).ShouldBe(2);
        (await CountAsync("search?path=/senaite/clients&depth=-1")).ShouldBe(2);
        (await _server.GetAsync("clerk", "search?depth=1")).ShouldBe(400);
        (await CountAsync("search?is_active=1")).ShouldBe(2);
        (await CountAsync("search?is_active=no")).ShouldBe(0);

        async Task<int> CountAsync(string route) => (await _server.GetAsync("clerk", route)).ShouldBe(200).Count;
    }

    [Fact]
    public async Task Lists_say_how_far_samples_and_worksheets_are_and_whose_they_are()
    {
        var laboratory = _server.Laboratory;
        var (sample, analyses) = await laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var sheet = await laboratory.GivenWorksheetAsync("WS-001", analyses);
        await laboratory.GivenResultsAsync([analyses[0].Uid]);
        (await laboratory.DoAsync(GivenSamples.Manager, "submit", analyses[0].Uid)).ShouldBeEmpty();

        var listed = (await _server.GetAsync("clerk", "analysisrequest")).ShouldBe(200).Item;
        listed["getProgress"]!.GetValue<int>().ShouldBe(20);
        listed["getAnalysesNum"]!.ToJsonString().ShouldBe("[0,2,1,1]");
        listed["getClientTitle"]!.ToString().ShouldBe((await laboratory.FindAsync<LabClient>(sample.ClientUid!))!.Title);
        var shown = (await _server.GetAsync("clerk", $"worksheet/{sheet.Uid}")).ShouldBe(200).Item;
        shown["getProgress"]!.GetValue<int>().ShouldBe(25);
        shown["getNumberOfRegularAnalyses"]!.GetValue<int>().ShouldBe(2);
        shown["getAnalyst"]!.ToString().ShouldBe("analyst1");
    }

    [Fact]
    public async Task What_is_pushed_is_taken_by_nobody_which_is_said() =>
        (await _server.PostAsync("clerk", "push", new JsonObject { ["consumer"] = "scale" })).ShouldBe(501).Message.ShouldContain("scale");

    [Fact]
    public async Task A_text_with_the_letter_that_is_none_is_kept_or_refused_and_breaks_nothing()
    {
        var made = await _server.PostAsync("clerk", "client/create", new JsonObject { ["title"] = "A\0B", ["ClientID"] = "NUL" });
        var found = await _server.GetAsync("clerk", "client?id=client%00");

        made.Status.ShouldBeOneOf(200, 400);
        found.Status.ShouldBeOneOf(200, 400);
    }

    [Fact]
    public async Task A_setting_that_is_changed_counts_from_then_on()
    {
        var changed = await _server.PostAsync("clerk", "settings/update", new JsonObject { ["NumberOfRequiredVerifications"] = 2 });

        changed.ShouldBe(200).Item["NumberOfRequiredVerifications"]!.GetValue<int>().ShouldBe(2);
        (await _server.GetAsync("analyst", "settings/NumberOfRequiredVerifications")).Item.ToJsonString().ShouldContain("2");
    }

    private Task<LabAnswer> CreateClientAsync(string title, string id) =>
        _server.PostAsync("clerk", "client/create", new JsonObject { ["title"] = title, ["ClientID"] = id });

    private async Task<string> PhoneAsync(string uid) => (await _server.Laboratory.FindAsync<LabClient>(uid)).ShouldNotBeNull().Phone;
}
