using LabQueue.EndToEnd.Tests.Laboratory;
using LabQueue.TestKit;
using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>Takes the pictures of the pages in docs/images. <c>eng/screenshots.sh</c> runs it.</summary>
public sealed class Screenshots(RunningLaboratory laboratory, Browser browser) : IClassFixture<RunningLaboratory>, IDisposable
{
    private readonly LabDay _day = new(laboratory.Setup);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose() => _day.Dispose();

    [Fact(Explicit = true)]
    public async Task The_main_pages_are_photographed()
    {
        var (sheet, other) = (await _day.FilledSheetAsync(), await _day.FilledSheetAsync());
        var id = (await _day.Manager.AskAsync($"worksheet/{sheet}", Token))["items"][0].Text("id");
        string[] uids = [.. (await _day.LayoutAsync(sheet)).Select(row => row.Text("analysis_uid"))];
        await _day.EnterAsync(uids);

        // Slow enough to be seen: the first chunk is done, the others wait.
        await _day.Manager.DoAsync("queue_server/settings", new { min_seconds_task = 30 }, Token);
        var click = await _day.Analyst.DoAsync($"worksheet/{sheet}/action", new { action = "submit", uids }, Token);
        await _day.Manager.DoAsync(
            $"worksheet/{other}/action",
            new { action = "unassign", uids = (await _day.LayoutAsync(other)).Take(12).Select(row => row.Text("analysis_uid")) },
            Token);

        await using (var analyst = await GuestAsync("analyst1", new Look()))
        {
            await analyst.GoAsync($"worksheets/{id}/manage_results");
            await Assertions.Expect(analyst.Page.GetByText("10 of ").First).ToBeVisibleAsync();
            await TakeAsync(analyst, "worksheet");
        }

        await using (var phone = await GuestAsync("analyst1", Look.Phone with { Scheme = ColorScheme.Dark }))
        {
            await phone.GoAsync($"worksheets/{id}/manage_results");
            await TakeAsync(phone, "worksheet-phone");
        }

        await using var manager = await GuestAsync("labmanager", new Look());
        foreach (var (path, picture) in new[]
        {
            ("queue_tasks", "queue-monitor"), ($"queue_tasks/{click["task_uid"].GetString()}", "task"), ("queue_consumers", "consumers"),
            ("@@queue-controlpanel", "control-panel"), ("samples", "samples"),
        })
        {
            await manager.GoAsync(path);
            await Assertions.Expect(manager.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await TakeAsync(manager, picture);
        }
    }

    private Task<Guest> GuestAsync(string username, Look look) => Guest.OpenAsync(browser, laboratory.Setup, look, username);

    private static async Task TakeAsync(Guest guest, string name)
    {
        // What comes by script is there by then: the mark says so, where the page has one.
        if (await guest.Page.Locator("[data-live-state]").CountAsync() > 0)
        {
            await Assertions.Expect(guest.Page.Locator("[data-live-state=live]").First).ToBeVisibleAsync();
        }

        await guest.Page.ScreenshotAsync(new() { Path = RepositoryRoot.Combine("docs", "images", $"{name}.png") });
    }
}
