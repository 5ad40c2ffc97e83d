using LabQueue.EndToEnd.Tests.Laboratory;
using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>Worksheets, made, filled, typed into, handed in and verified in a real browser, with tasks running in the background.</summary>
public sealed class WorksheetTests(RunningLaboratory laboratory, Browser browser) : IClassFixture<RunningLaboratory>, IDisposable
{
    private readonly LabDay _day = new(laboratory.Setup);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose() => _day.Dispose();

    [Fact]
    public async Task A_worksheet_is_made_by_a_template_handed_in_and_verified_while_its_rows_follow()
    {
        await using var manager = await GuestAsync("labmanager");
        await manager.GoAsync("worksheets");
        await manager.Page.GetByLabel("Analyst").SelectOptionAsync("Ana Lyst");
        await manager.Page.GetByLabel("Template").SelectOptionAsync("Metals with quality control");
        await manager.Button("Add").ClickAsync();
        var made = await manager.Page.GetByText(" was made.").InnerTextAsync();
        var id = made.Split(' ')[0];
        var row = manager.Page.GetByRole(AriaRole.Row).Filter(new() { Has = manager.Link(id) });
        await Assertions.Expect(row).ToContainTextAsync("Open");

        await using var analyst = await GuestAsync("analyst1");
        await analyst.GoAsync($"worksheets/{id}");
        await Type(analyst, 1, "Cu", "12.5");
        await Type(analyst, 1, "Fe", "99");
        await Assertions.Expect(Cell(analyst, 1, "Fe").Locator("..")).ToContainTextAsync("Out of range");
        await SelectAsync(analyst, "Cu (1)", "Fe (1)", "Zn (1)");
        await analyst.Button("Submit").ClickAsync();

        await Assertions.Expect(analyst.Page.GetByText("no result")).ToBeVisibleAsync();
        await Assertions.Expect(RowOf(analyst, "Cu (1)")).ToContainTextAsync("To be verified");
        await Assertions.Expect(RowOf(analyst, "Fe (1)")).ToContainTextAsync("To be verified");
        await Assertions.Expect(RowOf(analyst, "Zn (1)")).ToContainTextAsync("Assigned");

        await using var verifier = await GuestAsync("verifier1");
        await verifier.GoAsync($"worksheets/{id}/manage_results");
        await SelectAsync(verifier, "Cu (1)");
        await verifier.Button("Verify").ClickAsync();
        await Assertions.Expect(RowOf(verifier, "Cu (1)")).ToContainTextAsync("Verified");

        // The analyst's page is open all the time: what others do shows there without a reload.
        await manager.GoAsync($"worksheets/{id}/manage_results");
        await SelectAsync(manager, "Fe (1)");
        await manager.Button("Retract").ClickAsync();
        await Assertions.Expect(RowOf(analyst, "Cu (1)")).ToContainTextAsync("Verified");
        await Assertions.Expect(RowOf(analyst, "Fe (1)")).ToContainTextAsync("Retracted");
        await Type(analyst, 1, "Fe-1", "12");
        await SelectAsync(analyst, "Fe-1 (1)");
        await analyst.Button("Submit").ClickAsync();
        await Assertions.Expect(RowOf(analyst, "Fe-1 (1)")).ToContainTextAsync("To be verified");

        await SelectAsync(manager, "Zn (2)");
        await manager.Button("Reject").ClickAsync();
        await manager.Button("Reject 1 analysis").ClickAsync();
        await Assertions.Expect(RowOf(analyst, "Zn (2)")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_became_of_work_is_told_on_the_next_page_and_once()
    {
        var sheet = await _day.FilledSheetAsync();
        var id = (await _day.Manager.AskAsync($"worksheet/{sheet}", Token))["items"][0].Text("id");
        string[] uids = [.. (await _day.LayoutAsync(sheet)).Take(3).Select(row => row.Text("analysis_uid"))];
        await _day.EnterAsync(uids);
        await _day.Analyst.WorkAsync($"worksheet/{sheet}/action", new { action = "submit", uids }, uids.Length, Token);

        await using var analyst = await GuestAsync("analyst1");
        await Assertions.Expect(analyst.Page.GetByText($"Submit on {id}: 3 done.")).ToBeVisibleAsync();

        await analyst.GoAsync("worksheets");
        await Assertions.Expect(analyst.Heading("Worksheets")).ToBeVisibleAsync();
        await Assertions.Expect(analyst.Page.GetByText($"Submit on {id}")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_types_over_the_result_of_somebody_else_is_told_and_decides()
    {
        var id = await SheetAsync();
        await using var first = await GuestAsync("analyst1");
        await using var second = await GuestAsync("labmanager");
        await first.GoAsync($"worksheets/{id}/manage_results");
        await second.GoAsync($"worksheets/{id}/manage_results");

        await Type(first, 2, "Cu", "1");
        await Type(second, 2, "Cu", "2");

        await Assertions.Expect(second.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("analyst1 changed it to “1” meanwhile");
        await second.ExpectGoodForAllAsync();
        await second.Button("Save mine").ClickAsync();
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await second.GoAsync($"worksheets/{id}/manage_results");
        await Assertions.Expect(Cell(second, 2, "Cu")).ToHaveValueAsync("2");
    }

    [Fact]
    public async Task A_result_that_the_server_did_not_take_says_so_until_it_is_saved()
    {
        var id = await SheetAsync();
        await using var analyst = await GuestAsync("analyst1");
        await analyst.GoAsync($"worksheets/{id}/manage_results");
        var told = analyst.Page.GetByRole(AriaRole.Alert);
        await analyst.Page.RouteAsync("**/*handler=Cell*", route => route.FulfillAsync(new() { Status = 500 }));
        await Type(analyst, 2, "Fe", "7");
        await Assertions.Expect(told).ToContainTextAsync("This is not saved");
        await analyst.ExpectGoodForAllAsync();

        await analyst.Page.UnrouteAllAsync();
        await analyst.Page.RouteAsync("**/*handler=Cell*", route => route.AbortAsync());
        await analyst.Button("Try again").ClickAsync();
        await Assertions.Expect(told).ToContainTextAsync("This is not saved");

        await analyst.Page.UnrouteAllAsync();
        await analyst.Button("Try again").ClickAsync();
        await Assertions.Expect(told).ToHaveCountAsync(0);
        await analyst.GoAsync($"worksheets/{id}/manage_results");
        await Assertions.Expect(Cell(analyst, 2, "Fe")).ToHaveValueAsync("7");
    }

    [Fact]
    public async Task What_somebody_else_changed_in_the_head_of_a_worksheet_stays()
    {
        var id = await SheetAsync();
        await using var first = await GuestAsync("labmanager");
        await using var second = await GuestAsync("labmanager");
        await first.GoAsync($"worksheets/{id}/manage_results");
        await second.GoAsync($"worksheets/{id}/manage_results");

        await second.Page.GetByLabel("Remarks on the worksheet").FillAsync("dilute twice");
        await second.Button("Apply").ClickAsync();
        await Assertions.Expect(second.Page.GetByText("Saved.")).ToBeVisibleAsync();
        await first.Page.GetByLabel("Layout").SelectOptionAsync("Transposed");
        await first.Button("Apply").ClickAsync();

        await Assertions.Expect(first.Page.GetByText("Saved.")).ToBeVisibleAsync();
        await Assertions.Expect(first.Page.GetByLabel("Remarks on the worksheet")).ToHaveValueAsync("dilute twice");
    }

    [Fact]
    public async Task A_question_stays_open_while_work_in_the_background_changes_its_row()
    {
        var sheet = await _day.FilledSheetAsync();
        var id = (await _day.Manager.AskAsync($"worksheet/{sheet}", Token))["items"][0].Text("id");
        await using var first = await GuestAsync("analyst1");
        await using var second = await GuestAsync("labmanager");
        await first.GoAsync($"worksheets/{id}/manage_results");
        await second.GoAsync($"worksheets/{id}/manage_results");
        await Type(first, 2, "Cu", "1");
        await Type(second, 2, "Cu", "2");
        var question = second.Page.GetByRole(AriaRole.Alert);
        await Assertions.Expect(question).ToContainTextAsync("meanwhile");

        await first.Page.ReloadAsync();
        await SelectAsync(first, "Cu (2)");
        await second.Page.RunAndWaitForResponseAsync(
            () => first.Button("Submit").ClickAsync(), answer => answer.Url.Contains("handler=Work"));
        await Assertions.Expect(second.Page.GetByText("The work in the background has ended")).ToBeVisibleAsync();

        await Assertions.Expect(question).ToContainTextAsync("meanwhile");
        await second.Button("Take theirs").ClickAsync();
        await Assertions.Expect(question).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task All_of_it_works_without_script()
    {
        var id = await SheetAsync();
        await using var manager = await Guest.OpenAsync(browser, laboratory.Setup, Look.Plain, "labmanager");
        await manager.GoAsync($"worksheets/{id}/manage_results");
        await Cell(manager, 3, "Cu").FillAsync("3");
        await Cell(manager, 3, "Fe").FillAsync("4");
        await manager.Button("Save results").ClickAsync();
        await Assertions.Expect(manager.Page.GetByText("2 results were saved.")).ToBeVisibleAsync();

        await Cell(manager, 3, "Zn").FillAsync("5");
        await SelectAsync(manager, "Cu (3)", "Fe (3)", "Zn (3)");
        await manager.Button("Submit").ClickAsync();
        await UntilAsync(manager, $"worksheets/{id}/manage_results", RowOf(manager, "Zn (3)"), "To be verified");

        await SelectAsync(manager, "Cu (4)");
        await manager.Button("Reject").ClickAsync();
        await Assertions.Expect(manager.Heading("Reject 1 analysis?")).ToBeVisibleAsync();
        await manager.Button("Reject 1 analysis").ClickAsync();
        await UntilAsync(manager, $"worksheets/{id}/manage_results", manager.Page.GetByRole(AriaRole.Main), "Reject on");
        await Assertions.Expect(Cell(manager, 4, "Cu")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_worksheet_is_filled_by_hand_with_analyses_a_blank_and_a_duplicate()
    {
        await using var manager = await GuestAsync("labmanager");
        await manager.GoAsync("worksheets");
        await manager.Page.GetByLabel("Analyst").SelectOptionAsync("Ana Lyst");
        await manager.Button("Add").ClickAsync();
        var id = (await manager.Page.GetByText(" was made.").InnerTextAsync()).Split(' ')[0];
        await manager.GoAsync($"worksheets/{id}");
        await Assertions.Expect(manager.Heading($"Add analyses to {id}")).ToBeVisibleAsync();

        // All three of the first sample, so that the templates of the other tests find whole samples.
        foreach (var row in new[] { 1, 2, 3 })
        {
            await manager.Page.GetByRole(AriaRole.Checkbox).Nth(row).CheckAsync();
        }

        await manager.Button("Assign").ClickAsync();
        await UntilAsync(manager, $"worksheets/{id}/manage_results", manager.Page.GetByRole(AriaRole.Main), "Slot 1");

        await manager.Link("Add duplicate").ClickAsync();
        await manager.Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(manager.Page.GetByText("3 analyses were added.")).ToBeVisibleAsync();
        await manager.Link("Add blank").ClickAsync();
        await manager.Button("Add").ClickAsync();
        await Assertions.Expect(manager.Page.GetByText("3 analyses were added.")).ToBeVisibleAsync();

        await Assertions.Expect(manager.Page.GetByText("Duplicate", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(manager.Page.GetByText("Blank", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_pages_of_worksheets_are_good_for_everybody()
    {
        var id = await SheetAsync();
        await using var manager = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        foreach (var path in new[] { "worksheets", "worksheets?tab=verified", $"worksheets/{id}/manage_results", $"worksheets/{id}/add_analyses", $"worksheets/{id}/add_control", $"worksheets/{id}/add_duplicate" })
        {
            await manager.GoAsync(path);
            await manager.ExpectGoodForAllInAllLooksAsync();
        }

        await manager.GoAsync($"worksheets/{id}/manage_results");
        await manager.Page.GetByLabel("Layout").SelectOptionAsync("Transposed");
        await manager.Button("Apply").ClickAsync();
        await Assertions.Expect(manager.Page.GetByText("Saved.")).ToBeVisibleAsync();
        await manager.ExpectGoodForAllInAllLooksAsync();
    }

    [Fact]
    public async Task Worksheets_are_the_laboratorys_own()
    {
        var id = await SheetAsync();
        await using var rita = await GuestAsync("rita");
        await rita.GoAsync("worksheets");
        await Assertions.Expect(rita.Heading("Not allowed")).ToBeVisibleAsync();
        await rita.GoAsync($"worksheets/{id}/manage_results");
        await Assertions.Expect(rita.Heading("Page not found")).ToBeVisibleAsync();

        await using var other = await GuestAsync("analyst2");
        await other.GoAsync($"worksheets/{id}/manage_results");
        await Assertions.Expect(other.Heading("Page not found")).ToBeVisibleAsync();
    }

    private Task<Guest> GuestAsync(string username) => Guest.OpenAsync(browser, laboratory.Setup, new Look(), username);

    private async Task<string> SheetAsync()
    {
        var answer = await _day.Manager.AskAsync($"worksheet/{await _day.FilledSheetAsync()}", Token);
        return answer["items"][0].Text("id");
    }

    private static ILocator Cell(Guest guest, int slot, string keyword) => guest.Page.GetByLabel($"Result of {keyword} in slot {slot}", new() { Exact = true });

    private static ILocator RowOf(Guest guest, string box) =>
        guest.Page.GetByRole(AriaRole.Row).Filter(new() { Has = guest.Page.GetByLabel($"Select {box}", new() { Exact = true }) });

    private static async Task Type(Guest guest, int slot, string keyword, string result)
    {
        var saved = guest.Page.WaitForResponseAsync(answer => answer.Url.Contains("handler=Cell"));
        await Cell(guest, slot, keyword).FillAsync(result);
        await Cell(guest, slot, keyword).PressAsync("Enter");
        await saved;
    }

    private static async Task SelectAsync(Guest guest, params string[] boxes)
    {
        foreach (var box in boxes)
        {
            await guest.Page.GetByLabel($"Select {box}", new() { Exact = true }).CheckAsync();
        }
    }

    // Without script a person reloads the page until it says what is waited for.
    private static async Task UntilAsync(Guest guest, string path, ILocator where, string text)
    {
        for (var tries = 0; tries < 60 && !(await where.InnerTextAsync()).Contains(text, StringComparison.Ordinal); tries++)
        {
            await guest.GoAsync(path);
        }

        await Assertions.Expect(where).ToContainTextAsync(text);
    }
}
