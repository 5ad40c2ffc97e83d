using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>A day in the lab (<c>lims-domain</c>, 8.1), over the JSON API, with the program and the people of the demo.</summary>
public sealed class DayInTheLabTests(RunningLaboratory laboratory) : IClassFixture<RunningLaboratory>, IDisposable
{
    private const int Samples = 200;

    private readonly LabDay _day = new(laboratory.Setup);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose() => _day.Dispose();

    [Fact]
    public async Task The_clerk_registers_and_receives_two_hundred_samples()
    {
        var client = (await _day.Clerk.FindAsync("client", Token)).Titled("Happy Hills").Uid();
        var contact = (await _day.Clerk.UidsAsync($"contact?getClientUID={client}", Token)).ShouldHaveSingleItem();
        var type = (await _day.Clerk.UidsAsync("sampletype", Token)).ShouldHaveSingleItem();
        var records = Enumerable.Range(1, Samples).Select(number => new
        {
            Client = client,
            Contact = contact,
            SampleType = type,
            Analyses = (string[])["Cu", "Fe", "Zn"],
            DateSampled = "2026-01-05T08:00:00Z",
            ClientSampleID = $"Morning {number}",
        });

        var registered = await _day.Clerk.WorkAsync("analysisrequest/create", records, Samples, Token);
        string[] uids = [.. registered["items"].EnumerateArray().Select(item => item.Uid())];
        var due = await SamplesAsync(uids);
        due.Select(item => item.Text("review_state")).ShouldAllBe(state => state == "sample_due");
        due.Select(item => item.Text("id")).Distinct(StringComparer.Ordinal).Count().ShouldBe(Samples);

        await _day.Clerk.WorkAsync("analysisrequest/action", new { action = "receive", uids }, Samples, Token);

        (await SamplesAsync(uids)).Select(item => item.Text("review_state")).ShouldAllBe(state => state == "sample_received");
        var analyses = await _day.Clerk.FindAsync($"analysis?getRequestUID={uids[^1]}", Token);
        analyses.Select(item => item.Text("Keyword")).ShouldBe(["Cu", "Fe", "Zn"], ignoreOrder: true);
        analyses.Select(item => item.Text("review_state")).ShouldAllBe(state => state == "unassigned");
    }

    [Fact]
    public async Task A_worksheet_goes_from_its_template_to_published_samples()
    {
        var sheet = await _day.FilledSheetAsync();
        var rows = await _day.LayoutAsync(sheet);
        rows.Select(row => row.Text("type")).CountBy(type => type).ShouldBe(
            [new("a", LabDay.Slots * LabDay.Services), new("d", 2 * LabDay.Services), new("b", LabDay.Services), new("c", LabDay.Services)], ignoreOrder: true);
        rows.Select(row => row.GetProperty("position").GetInt32()).Distinct().ShouldBe(Enumerable.Range(1, LabDay.Slots + 4), ignoreOrder: true);
        string[] uids = [.. rows.Select(row => row.Text("analysis_uid"))];

        await _day.EnterAsync(uids);
        await _day.Analyst.WorkAsync($"worksheet/{sheet}/action", new { action = "submit", uids }, LabDay.OnSheet, Token);
        (await _day.StateAsync("worksheet", sheet)).ShouldBe("to_be_verified");

        var retest = await RetractAsync(sheet, rows.First(row => row.Text("type") == "a"));
        (await _day.StateAsync("worksheet", sheet)).ShouldBe("open");
        await _day.EnterAsync([retest]);
        await _day.Analyst.WorkAsync($"worksheet/{sheet}/action", new { action = "submit", uids = (string[])[retest] }, 1, Token);

        string[] good = [.. (await _day.LayoutAsync(sheet)).Where(row => row.Text("review_state") == "to_be_verified").Select(row => row.Text("analysis_uid"))];
        good.Length.ShouldBe(LabDay.OnSheet);
        await _day.Verifier.WorkAsync($"worksheet/{sheet}/action", new { action = "verify", uids = good }, LabDay.OnSheet, Token);
        (await _day.StateAsync("worksheet", sheet)).ShouldBe("verified");

        string[] samples = [.. rows.Where(row => row.Text("type") == "a").Select(row => row.Text("container_uid")).Distinct(StringComparer.Ordinal)];
        (await SamplesAsync(samples)).Select(item => item.Text("review_state")).ShouldAllBe(state => state == "verified");
        await _day.Publisher.WorkAsync("analysisrequest/action", new { action = "publish", uids = samples }, LabDay.Slots, Token);
        (await SamplesAsync(samples)).Select(item => item.Text("review_state")).ShouldAllBe(state => state == "published");
        laboratory.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_rules_refuse_is_told_object_by_object()
    {
        var sheet = await _day.FilledSheetAsync();
        string[] uids = [.. (await _day.LayoutAsync(sheet)).Where(row => row.Text("type") == "a").Select(row => row.Text("analysis_uid")).Take(4)];
        await _day.EnterAsync(uids[1..]);

        var submit = await _day.Analyst.DoAsync($"worksheet/{sheet}/action", new { action = "submit", uids }, Token);
        submit.Refused().ShouldHaveSingleItem().Key.ShouldBe(uids[0]);
        submit.Refused()[uids[0]].ShouldContain("no result");
        submit["queued"].GetInt32().ShouldBe(3);
        await _day.Analyst.OutcomeAsync(submit, Token);

        var byAnalyst = await _day.Analyst.DoAsync($"worksheet/{sheet}/action", new { action = "verify", uids = uids[1..] }, Token);
        byAnalyst["queued"].GetInt32().ShouldBe(0);
        byAnalyst.Refused().Values.ShouldAllBe(message => message.Contains("analyst1 may not verify"));
        byAnalyst.Refused().Keys.ShouldBe(uids[1..], ignoreOrder: true);

        await _day.EnterAsync(uids[..1]);
        await _day.Manager.WorkAsync($"worksheet/{sheet}/action", new { action = "submit", uids = uids[..1] }, 1, Token);
        var own = await _day.Manager.DoAsync($"worksheet/{sheet}/action", new { action = "verify", uids }, Token);
        own.Refused().ShouldHaveSingleItem().Key.ShouldBe(uids[0], "who handed a result in does not verify it");
        own["queued"].GetInt32().ShouldBe(3);
        var verified = await _day.Manager.OutcomeAsync(own, Token);
        verified["items"].EnumerateArray().Select(item => item.Uid()).ShouldBe(uids[1..], ignoreOrder: true);

        // What was decided on by a user who may not is kept from others' eyes as well.
        using var rita = new Person(laboratory.Setup, "rita");
        (await rita.AskAsync($"task/{own["task_uid"].GetString()}/outcome", Token)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_linked_contact_sees_its_clients_samples_alone_and_nothing_once_unlinked()
    {
        var clients = await _day.Manager.FindAsync("client", Token);
        var (own, other) = (clients.Titled("Happy Hills").Uid(), clients.Titled("Klaymore Mine").Uid());
        var contact = (await _day.Manager.UidsAsync($"contact?getClientUID={own}", Token)).ShouldHaveSingleItem();
        string[] foreign =
        [
            other,
            .. await _day.Manager.UidsAsync($"analysisrequest?getClientUID={other}&limit=1", Token),
            .. await _day.Manager.UidsAsync($"analysis?getClientUID={other}&limit=1", Token),
            .. await _day.Manager.UidsAsync($"contact?getClientUID={other}", Token),
        ];
        using var rita = new Person(laboratory.Setup, "rita");
        (await rita.UidsAsync("analysisrequest", Token)).ShouldBeEmpty();

        await _day.Manager.OutcomeAsync(await _day.Manager.DoAsync($"contact/{contact}/link", new { username = "rita" }, Token), Token);

        var expected = await _day.Manager.UidsAsync($"analysisrequest?getClientUID={own}&limit=5000", Token);
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

        await _day.Manager.OutcomeAsync(await _day.Manager.DoAsync($"contact/{contact}/unlink", new { username = "rita" }, Token), Token);

        (await rita.UidsAsync("search?portal_type=AnalysisRequest,Analysis,Client,Contact", Token)).ShouldBeEmpty();
        (await rita.AskAsync(expected[0], Token)).Status.ShouldBe(404);
    }

    // The retest, which stands in the same slot.
    private async Task<string> RetractAsync(string sheet, JsonElement row)
    {
        var uid = row.Text("analysis_uid");
        await _day.Manager.WorkAsync($"worksheet/{sheet}/action", new { action = "retract", uids = (string[])[uid] }, 1, Token);
        var retest = (await _day.LayoutAsync(sheet)).Single(other => other.Text("review_state") == "assigned");
        retest.GetProperty("position").GetInt32().ShouldBe(row.GetProperty("position").GetInt32());
        var shown = (await _day.Manager.AskAsync(retest.Text("analysis_uid"), Token)).Json;
        shown.GetProperty("RetestOf").Uid().ShouldBe(uid);
        (await _day.StateAsync("analysis", uid)).ShouldBe("retracted");
        return retest.Text("analysis_uid");
    }

    private async Task<IReadOnlyList<JsonElement>> SamplesAsync(IEnumerable<string> uids)
    {
        List<JsonElement> found = [];
        foreach (var part in uids.Chunk(100))
        {
            found.AddRange(await _day.Manager.FindAsync($"analysisrequest?UID={string.Join(',', part)}&limit=100", Token));
        }

        return found;
    }
}
