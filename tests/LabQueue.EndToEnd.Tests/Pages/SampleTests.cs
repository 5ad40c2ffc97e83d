using System.Globalization;
using LabQueue.EndToEnd.Tests.Laboratory;
using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>Samples, as the people of a laboratory click through their day, with the work done in the background.</summary>
public sealed class SampleTests(RunningLaboratory laboratory, Browser browser) : IClassFixture<RunningLaboratory>
{
    private const int Pasted = 20;

    // What the queue does takes its time on a busy machine.
    private const float Patience = 60_000;

    [Fact]
    public async Task The_clerk_registers_twenty_samples_by_paste_and_receives_them()
    {
        const string batch = "pasted";
        await using var clerk = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "clerk1");
        await clerk.GoAsync("samples/add");
        await clerk.Page.GetByLabel("Client", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Happy Hills (HH)" });
        await clerk.Button("Go on").ClickAsync();
        await clerk.Page.GetByText("One sample for each row of a table").ClickAsync();
        await clerk.Page.GetByLabel("Table", new() { Exact = true }).FillAsync(TableOf(batch) + "\nno such\tWine\t2026-01-05\tXx");

        await clerk.Button("Preview").ClickAsync();

        await Assertions.Expect(clerk.Page.GetByText("There is no sample type 'Wine'. There is no service 'Xx'.")).ToBeVisibleAsync();
        await clerk.Page.GetByLabel("Table", new() { Exact = true }).FillAsync(TableOf(batch));
        await clerk.Button("Preview").ClickAsync();
        await clerk.Button($"Register {Pasted} samples").ClickAsync();
        await Assertions.Expect(clerk.Page.GetByText($"{Pasted} samples are being registered.")).ToBeVisibleAsync();

        await ExpectRowsAsync(clerk, "due", batch, "Due");
        foreach (var box in await clerk.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Choose " }).AllAsync())
        {
            await box.CheckAsync();
        }

        await clerk.Button("Receive").ClickAsync();

        await Assertions.Expect(clerk.Page.GetByText("in the background").First).ToBeVisibleAsync();
        await ExpectRowsAsync(clerk, "received", batch, "Received");
    }

    [Fact]
    public async Task A_sample_goes_from_results_to_its_publication_on_its_own_page()
    {
        const string sample = "samples/W-0007";
        await using var manager = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await manager.GoAsync(sample);
        foreach (var field in await manager.Page.GetByRole(AriaRole.Textbox, new() { Name = "Result of " }).AllAsync())
        {
            await field.FillAsync("12.5");
        }

        await manager.Button("Save results").ClickAsync();
        await Assertions.Expect(manager.Page.GetByText("3 results are saved.")).ToBeVisibleAsync();
        await DoWithAllAsync(manager, "Submit", "To be verified");
        await using var verifier = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "verifier1");
        await verifier.GoAsync(sample);
        await DoWithAllAsync(verifier, "Verify", "Verified");

        await using var publisher = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "publisher1");
        await publisher.GoAsync(sample);
        await publisher.Button("Publish").ClickAsync();
        await Assertions.Expect(publisher.Heading("Results of W-0007")).ToBeVisibleAsync();
        await Assertions.Expect(publisher.Page.GetByText("Preview: not published.")).ToBeVisibleAsync();
        await Assertions.Expect(publisher.Page.GetByRole(AriaRole.Cell, new() { Name = "12.5" })).ToHaveCountAsync(3);
        await Assertions.Expect(publisher.Page.GetByText("This cannot be taken back.")).ToBeVisibleAsync();
        await publisher.ExpectGoodForAllAsync();
        await publisher.Button("Publish").ClickAsync();

        await Assertions.Expect(publisher.Page.GetByRole(AriaRole.Table).GetByText("Published")).ToHaveCountAsync(3, new() { Timeout = Patience });
        await manager.GoAsync(sample + "/log");
        await Assertions.Expect(manager.Page.GetByRole(AriaRole.Cell, new() { Name = "publisher1" }).First).ToBeVisibleAsync();

        await publisher.GoAsync("my_tasks?tab=ended");
        var task = await publisher.Page.Locator("a[href*='/queue_tasks/']").First.GetAttributeAsync("href");
        await publisher.GoAsync($"work/{task!.Split('/')[^1]}?tab=all");
        (await publisher.DownloadAsync("Download as CSV")).ShouldMatch("\"W-0007\",\"[0-9a-f]{32}\",\"done\",\"\",\"20");
    }

    [Fact]
    public async Task A_result_that_somebody_else_changed_meanwhile_is_told_beside_what_was_typed()
    {
        await using var first = await Guest.OpenAsync(browser, laboratory.Setup, Look.Plain, "labmanager");
        await using var second = await Guest.OpenAsync(browser, laboratory.Setup, Look.Plain, "labmanager");
        await first.GoAsync("samples/W-0017");
        await second.GoAsync("samples/W-0017");
        await ResultOf(first).FillAsync("1");
        await first.Button("Save results").ClickAsync();
        await Assertions.Expect(first.Page.GetByText("1 result is saved.")).ToBeVisibleAsync();

        await ResultOf(second).FillAsync("2");
        await second.Button("Save results").ClickAsync();

        await Assertions.Expect(second.Page.GetByText("labmanager changed it to “1” meanwhile.")).ToBeVisibleAsync();
        await Assertions.Expect(ResultOf(second)).ToHaveValueAsync("2");
        await second.Button("Save results").ClickAsync();
        await Assertions.Expect(second.Page.GetByText("1 result is saved.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_form_of_many_analyses_is_read_to_its_end()
    {
        await using var manager = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await manager.GoAsync("samples/W-0009/analyses");

        var fields = Enumerable.Range(0, 2_000).Select(number => ("was", string.Create(CultureInfo.InvariantCulture, $"{number:x32}")));

        (await manager.SendAsync("samples/W-0009/analyses", [.. fields])).ShouldBe(302);
    }

    [Theory]
    [InlineData(true, "W-028")]
    [InlineData(false, "W-027")]
    public async Task What_ticked_samples_wait_for_is_put_on_a_worksheet(bool hasScript, string samples)
    {
        await using var manager = await Guest.OpenAsync(browser, laboratory.Setup, new Look(HasScript: hasScript), "labmanager");
        await manager.GoAsync($"samples?tab=unassigned&q={samples}");
        await manager.Page.GetByLabel($"Choose {samples}1").CheckAsync();
        await manager.Page.GetByLabel($"Choose {samples}2").CheckAsync();

        await manager.Button("Create worksheet").ClickAsync();
        await manager.Page.GetByLabel("Analyst").SelectOptionAsync("analyst1");
        await Assertions.Expect(manager.Page.GetByLabel("Metals 6 analyses")).ToBeCheckedAsync();
        if (hasScript)
        {
            await manager.ExpectGoodForAllAsync();
        }

        await manager.Button("Create worksheet").ClickAsync();

        await Assertions.Expect(manager.Page.GetByText("was made.")).ToBeVisibleAsync();
        await manager.GoAsync($"samples?tab=assigned&q={samples}");
        await manager.ReloadUntilAsync(manager.Page.GetByRole(AriaRole.Row), $"{samples}2");
        await manager.GoAsync($"samples?tab=unassigned&q={samples}");
        await Assertions.Expect(manager.Page.GetByLabel("Choose W-")).ToHaveCountAsync(8);
    }

    [Theory]
    [InlineData(true, "W-0013")]
    [InlineData(false, "W-0011")]
    public async Task Analyses_are_added_hidden_and_taken_away(bool hasScript, string id)
    {
        await using var manager = await Guest.OpenAsync(browser, laboratory.Setup, new Look(HasScript: hasScript), "labmanager");
        await manager.GoAsync($"samples/{id}");
        await manager.Link("Manage analyses").ClickAsync();
        await manager.Page.GetByLabel("Analyse for Lead", new() { Exact = true }).CheckAsync();
        await manager.Page.GetByLabel("Analyse for Iron (Fe)").UncheckAsync();
        await manager.Page.GetByLabel("Hide Zinc (Zn) from the client").CheckAsync();

        await manager.Button("Save").ClickAsync();

        await Assertions.Expect(manager.Page.GetByText("Saved.")).ToBeVisibleAsync();
        var rows = manager.Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Rowheader);
        await Assertions.Expect(rows).ToContainTextAsync(["Copper Cu", "Lead Pb", "Zinc Zn hidden"]);
        await manager.Link("Preview of the results").ClickAsync();
        await Assertions.Expect(rows).ToHaveTextAsync(["Copper", "Lead"]);
    }

    [Fact]
    public async Task What_one_may_not_do_is_not_drawn_and_is_refused_all_the_same()
    {
        await using var analyst = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "analyst1");

        await analyst.GoAsync("samples");
        await Assertions.Expect(analyst.Heading("Samples")).ToBeVisibleAsync();
        await Assertions.Expect(analyst.Link("Add samples")).ToHaveCountAsync(0);
        await Assertions.Expect(analyst.Button("Cancel")).ToHaveCountAsync(0);

        (await analyst.GoAsync("samples/add"))!.Status.ShouldBe(403);
        (await analyst.GoAsync("setup"))!.Status.ShouldBe(403);
        (await analyst.GoAsync("setup/services"))!.Status.ShouldBe(403);
        (await analyst.GoAsync("samples/W-0007/edit"))!.Status.ShouldBe(403);
        (await analyst.GoAsync("samples/W-0007/analyses"))!.Status.ShouldBe(403);
        (await analyst.SendAsync("samples/worksheet", ("uids", "none"))).ShouldBe(403);
        (await analyst.GoAsync("samples/W-9999"))!.Status.ShouldBe(404);

        await analyst.GoAsync("samples");
        (await analyst.SendAsync("samples/add?client=client-1", ("Number", "1"))).ShouldBe(403);
        (await analyst.SendAsync("setup/services/add", ("title", "Gold"))).ShouldBe(403);
        (await analyst.SendAsync("samples/W-0007/edit", ("Remarks", "mine"))).ShouldBe(403);
        (await analyst.SendAsync("samples/W-0007/analyses", ("add", "any"))).ShouldBe(403);
        (await analyst.SendAsync("samples/W-9999?handler=act", ("action", "receive"))).ShouldBe(404);
    }

    [Fact]
    public async Task The_pages_of_samples_are_good_for_everybody()
    {
        await using var manager = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");

        foreach (var path in new[] { "samples", "samples?tab=published", "samples?tab=late", "samples/W-0009", "samples/W-0009/analyses", "samples/W-0009/report", "samples/W-0009/log", "samples/W-0009/edit", "samples/add", "samples/add?client=client-1" })
        {
            await manager.GoAsync(path);
            await manager.ExpectGoodForAllInAllLooksAsync();
        }
    }

    private static ILocator ResultOf(Guest guest) => guest.Page.GetByRole(AriaRole.Textbox, new() { Name = "Result of " }).First;

    private static string TableOf(string batch) => string.Join(
        '\n',
        Enumerable.Range(1, Pasted)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"{batch} {number}\tWater\t2026-01-05 08:00\tCu Fe"))
            .Prepend("Client SID\tSample Type\tDate Sampled\tServices"));

    private static async Task ExpectRowsAsync(Guest guest, string tab, string batch, string state)
    {
        await guest.GoAsync($"samples?tab={tab}&q={batch}");
        var rows = guest.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = batch }).Filter(new() { HasText = state });
        await Assertions.Expect(rows).ToHaveCountAsync(Pasted, new() { Timeout = Patience });
    }

    private static async Task DoWithAllAsync(Guest guest, string action, string state)
    {
        await guest.Page.GetByRole(AriaRole.Checkbox, new() { Name = "All rows" }).CheckAsync();
        await guest.Button(action).ClickAsync();
        await Assertions.Expect(guest.Page.GetByRole(AriaRole.Table).GetByText(state)).ToHaveCountAsync(3, new() { Timeout = Patience });
    }
}
