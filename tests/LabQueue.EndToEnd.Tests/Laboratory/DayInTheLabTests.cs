using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>A day in the lab (<c>lims-domain</c>, 8.1), over the JSON API, with the program and the people of the demo.</summary>
public sealed class DayInTheLabTests(RunningLaboratory laboratory) : IClassFixture<RunningLaboratory>
{
    private const int Samples = 200;
    private const int Slots = 10;
    private const int Services = 3;
    private const int Quality = 4 * Services;
    private const int OnSheet = (Slots * Services) + Quality;

    private readonly Person _clerk = laboratory.As("clerk1");
    private readonly Person _manager = laboratory.As("labmanager");
    private readonly Person _analyst = laboratory.As("analyst1");
    private readonly Person _verifier = laboratory.As("verifier1");
    private readonly Person _publisher = laboratory.As("publisher1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_clerk_registers_and_receives_two_hundred_samples()
    {
        var client = (await _clerk.FindAsync("client", Token)).Titled("Happy Hills").Uid();
        var contact = (await _clerk.UidsAsync($"contact?getClientUID={client}", Token)).ShouldHaveSingleItem();
        var type = (await _clerk.UidsAsync("sampletype", Token)).ShouldHaveSingleItem();
        var records = Enumerable.Range(1, Samples).Select(number => new
        {
            Client = client,
            Contact = contact,
            SampleType = type,
            Analyses = (string[])["Cu", "Fe", "Zn"],
            DateSampled = "2026-01-05T08:00:00Z",
            ClientSampleID = $"Morning {number}",
        });

        var registered = await _clerk.WorkAsync("analysisrequest/create", records, Samples, Token);
        string[] uids = [.. registered["items"].EnumerateArray().Select(item => item.Uid())];
        var due = await SamplesAsync(uids);
        due.Select(item => item.Text("review_state")).ShouldAllBe(state => state == "sample_due");
        due.Select(item => item.Text("id")).Distinct(StringComparer.Ordinal).Count().ShouldBe(Samples);

        await _clerk.WorkAsync("analysisrequest/action", new { action = "receive", uids }, Samples, Token);

        (await SamplesAsync(uids)).Select(item => item.Text("review_state")).ShouldAllBe(state => state == "sample_received");
        var analyses = await _clerk.FindAsync($"analysis?getRequestUID={uids[^1]}", Token);
        analyses.Select(item => item.Text("Keyword")).ShouldBe(["Cu", "Fe", "Zn"], ignoreOrder: true);
        analyses.Select(item => item.Text("review_state")).ShouldAllBe(state => state == "unassigned");
    }

    [Fact]
    public async Task A_worksheet_goes_from_its_template_to_published_samples()
    {
        var sheet = await FilledSheetAsync();
        var rows = await LayoutAsync(sheet);
        rows.Select(row => row.Text("type")).CountBy(type => type).ShouldBe(
            [new("a", Slots * Services), new("d", 2 * Services), new("b", Services), new("c", Services)], ignoreOrder: true);
        rows.Select(row => row.GetProperty("position").GetInt32()).Distinct().ShouldBe(Enumerable.Range(1, Slots + 4), ignoreOrder: true);
        string[] uids = [.. rows.Select(row => row.Text("analysis_uid"))];

        await EnterAsync(uids);
        await _analyst.WorkAsync($"worksheet/{sheet}/action", new { action = "submit", uids }, OnSheet, Token);
        (await StateAsync("worksheet", sheet)).ShouldBe("to_be_verified");

        var retest = await RetractAsync(sheet, rows.First(row => row.Text("type") == "a"));
        (await StateAsync("worksheet", sheet)).ShouldBe("open");
        await EnterAsync([retest]);
        await _analyst.WorkAsync($"worksheet/{sheet}/action", new { action = "submit", uids = (string[])[retest] }, 1, Token);

        string[] good = [.. (await LayoutAsync(sheet)).Where(row => row.Text("review_state") == "to_be_verified").Select(row => row.Text("analysis_uid"))];
        good.Length.ShouldBe(OnSheet);
        await _verifier.WorkAsync($"worksheet/{sheet}/action", new { action = "verify", uids = good }, OnSheet, Token);
        (await StateAsync("worksheet", sheet)).ShouldBe("verified");

        string[] samples = [.. rows.Where(row => row.Text("type") == "a").Select(row => row.Text("container_uid")).Distinct(StringComparer.Ordinal)];
        (await SamplesAsync(samples)).Select(item => item.Text("review_state")).ShouldAllBe(state => state == "verified");
        await _publisher.WorkAsync("analysisrequest/action", new { action = "publish", uids = samples }, Slots, Token);
        (await SamplesAsync(samples)).Select(item => item.Text("review_state")).ShouldAllBe(state => state == "published");
        laboratory.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_rules_refuse_is_told_object_by_object()
    {
        var sheet = await FilledSheetAsync();
        string[] uids = [.. (await LayoutAsync(sheet)).Where(row => row.Text("type") == "a").Select(row => row.Text("analysis_uid")).Take(4)];
        await EnterAsync(uids[1..]);

        var submit = await _analyst.DoAsync($"worksheet/{sheet}/action", new { action = "submit", uids }, Token);
        submit.Refused().ShouldHaveSingleItem().Key.ShouldBe(uids[0]);
        submit.Refused()[uids[0]].ShouldContain("no result");
        submit["queued"].GetInt32().ShouldBe(3);
        await _analyst.OutcomeAsync(submit, Token);

        var byAnalyst = await _analyst.DoAsync($"worksheet/{sheet}/action", new { action = "verify", uids = uids[1..] }, Token);
        byAnalyst["queued"].GetInt32().ShouldBe(0);
        byAnalyst.Refused().Values.ShouldAllBe(message => message.Contains("analyst1 may not verify"));
        byAnalyst.Refused().Keys.ShouldBe(uids[1..], ignoreOrder: true);

        await EnterAsync(uids[..1]);
        await _manager.WorkAsync($"worksheet/{sheet}/action", new { action = "submit", uids = uids[..1] }, 1, Token);
        var own = await _manager.DoAsync($"worksheet/{sheet}/action", new { action = "verify", uids }, Token);
        own.Refused().ShouldHaveSingleItem().Key.ShouldBe(uids[0], "who handed a result in does not verify it");
        own["queued"].GetInt32().ShouldBe(3);
        var verified = await _manager.OutcomeAsync(own, Token);
        verified["items"].EnumerateArray().Select(item => item.Uid()).ShouldBe(uids[1..], ignoreOrder: true);

        // What was decided on by a user who may not is kept from others' eyes as well.
        using var rita = laboratory.As("rita");
        (await rita.AskAsync($"task/{own["task_uid"].GetString()}/outcome", Token)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_linked_contact_sees_its_clients_samples_alone_and_nothing_once_unlinked()
    {
        var clients = await _manager.FindAsync("client", Token);
        var (own, other) = (clients.Titled("Happy Hills").Uid(), clients.Titled("Klaymore Mine").Uid());
        var contact = (await _manager.UidsAsync($"contact?getClientUID={own}", Token)).ShouldHaveSingleItem();
        string[] foreign =
        [
            other,
            .. await _manager.UidsAsync($"analysisrequest?getClientUID={other}&limit=1", Token),
            .. await _manager.UidsAsync($"analysis?getClientUID={other}&limit=1", Token),
            .. await _manager.UidsAsync($"contact?getClientUID={other}", Token),
        ];
        var rita = laboratory.As("rita");
        (await rita.UidsAsync("analysisrequest", Token)).ShouldBeEmpty();

        await _manager.OutcomeAsync(await _manager.DoAsync($"contact/{contact}/link", new { username = "rita" }, Token), Token);

        var expected = await _manager.UidsAsync($"analysisrequest?getClientUID={own}&limit=5000", Token);
        expected.Count.ShouldBeGreaterThanOrEqualTo(100);
        (await rita.UidsAsync("analysisrequest?limit=5000", Token)).ShouldBe(expected, ignoreOrder: true);
        (await rita.UidsAsync("worksheet", Token)).ShouldBeEmpty();
        foreign.Length.ShouldBe(4);
        foreach (var uid in foreign)
        {
            (await rita.AskAsync(uid, Token)).Status.ShouldBe(404);
            (await rita.SendAsync($"update/{uid}", new { title = "Mine" }, Token)).Status.ShouldBe(404);
        }

        var cancel = await rita.DoAsync("analysisrequest/action", new { action = "cancel", uids = (string[])[foreign[1]] }, Token);
        cancel.Refused()[foreign[1]].ShouldBe("There is no such sample.");
        (await rita.AskAsync(expected[0], Token)).Status.ShouldBe(200);

        await _manager.OutcomeAsync(await _manager.DoAsync($"contact/{contact}/unlink", new { username = "rita" }, Token), Token);

        (await rita.UidsAsync("search?portal_type=AnalysisRequest,Analysis,Client,Contact", Token)).ShouldBeEmpty();
        (await rita.AskAsync(expected[0], Token)).Status.ShouldBe(404);
    }

    // A worksheet with the template that has duplicates, a blank and a control.
    private async Task<string> FilledSheetAsync()
    {
        var template = (await _manager.FindAsync("worksheettemplate", Token)).Titled("Metals with quality control").Uid();
        var made = await _manager.DoAsync(
            "create", new { portal_type = "Worksheet", Analyst = "analyst1", WorksheetTemplate = template }, Token);
        made["queued"].GetInt32().ShouldBe(Slots * Services, made.ToString());
        var outcome = await _manager.OutcomeAsync(made, Token);
        outcome["done"].GetInt32().ShouldBe(Slots * Services, outcome.ToString());
        return made["items"][0].Uid();
    }

    private async Task<IReadOnlyList<JsonElement>> LayoutAsync(string sheet)
    {
        var answer = await _manager.AskAsync($"worksheet/{sheet}?complete=1", Token);
        return [.. answer["items"][0].GetProperty("Layout").EnumerateArray()];
    }

    private async Task EnterAsync(IEnumerable<string> uids)
    {
        var answer = await _analyst.DoAsync("analysis/update", uids.Select(uid => new { uid, Result = "10" }), Token);
        answer["refused"].EnumerateArray().ShouldBeEmpty(answer.ToString());
    }

    // The retest, which stands in the same slot.
    private async Task<string> RetractAsync(string sheet, JsonElement row)
    {
        var uid = row.Text("analysis_uid");
        await _manager.WorkAsync($"worksheet/{sheet}/action", new { action = "retract", uids = (string[])[uid] }, 1, Token);
        var retest = (await LayoutAsync(sheet)).Single(other => other.Text("review_state") == "assigned");
        retest.GetProperty("position").GetInt32().ShouldBe(row.GetProperty("position").GetInt32());
        var shown = (await _manager.AskAsync(retest.Text("analysis_uid"), Token)).Json;
        shown.GetProperty("RetestOf").Uid().ShouldBe(uid);
        (await StateAsync("analysis", uid)).ShouldBe("retracted");
        return retest.Text("analysis_uid");
    }

    private async Task<string> StateAsync(string type, string uid)
    {
        var answer = await _manager.AskAsync($"{type}/{uid}", Token);
        answer.Status.ShouldBe(200, answer.ToString());
        return answer["items"][0].Text("review_state");
    }

    private async Task<IReadOnlyList<JsonElement>> SamplesAsync(IEnumerable<string> uids)
    {
        List<JsonElement> found = [];
        foreach (var part in uids.Chunk(100))
        {
            found.AddRange(await _manager.FindAsync($"analysisrequest?UID={string.Join(',', part)}&limit=100", Token));
        }

        return found;
    }
}
