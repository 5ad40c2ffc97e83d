using System.Text.RegularExpressions;
using LabQueue.EndToEnd.Tests.Laboratory;
using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>The control panel in a real browser.</summary>
public sealed class ControlPanelTests(RunningLaboratory laboratory, Browser browser) : IClassFixture<RunningLaboratory>
{
    private const string Address = "@@queue-controlpanel";
    private const string Keys = "@@queue-keys";

    [Fact]
    public async Task The_control_panel_is_good_for_everybody()
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");

        foreach (var (path, heading) in new[] { (Address, "Queue settings"), (Keys, "Queue key"), ("addons", "Add-ons") })
        {
            await guest.GoAsync(path);
            await Assertions.Expect(guest.Heading(heading)).ToBeVisibleAsync();
            await guest.ExpectGoodForAllInAllLooksAsync();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_setting_is_changed_and_stays(bool hasScript)
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(HasScript: hasScript), "labmanager");
        await guest.GoAsync(Address);

        // Another test may have been here before: what is set is whatever was not.
        var retries = await guest.Page.GetByLabel("Maximum retries").InputValueAsync() == "7" ? "8" : "7";
        var isCompared = !await guest.Page.GetByLabel("Compare consumers").IsCheckedAsync();
        await guest.Page.GetByLabel("Maximum retries").FillAsync(retries);
        await guest.Page.GetByLabel("Compare consumers").SetCheckedAsync(isCompared);
        await guest.Page.GetByLabel("Reason, for the record").FillAsync($"{retries} in the slow week");
        await guest.Button("Save").ClickAsync();

        await Assertions.Expect(guest.Page.GetByText("settings were changed")).ToBeVisibleAsync();
        await guest.GoAsync(Address);
        await Assertions.Expect(guest.Page.GetByLabel("Maximum retries")).ToHaveValueAsync(retries);
        (await guest.Page.GetByLabel("Compare consumers").IsCheckedAsync()).ShouldBe(isCompared);
        var change = guest.Page.GetByRole(AriaRole.Row, new() { Name = "Maximum retries" }).First;
        await Assertions.Expect(change).ToContainTextAsync("labmanager");
        await Assertions.Expect(change).ToContainTextAsync($"{retries} in the slow week");
    }

    [Fact]
    public async Task What_somebody_else_changed_since_the_form_was_opened_stays()
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await guest.GoAsync(Address);
        var retries = await guest.Page.GetByLabel("Maximum retries").InputValueAsync();
        var days = await guest.Page.GetByLabel("Days of history").InputValueAsync() == "91" ? "92" : "91";
        (await guest.SendAsync(Address, ("history_days", days))).ShouldBe(302);

        await guest.Page.GetByLabel("Maximum retries").FillAsync(retries == "5" ? "6" : "5");
        await guest.Button("Save").ClickAsync();

        await Assertions.Expect(guest.Page.GetByText("1 setting was changed").Last).ToBeVisibleAsync();
        await Assertions.Expect(guest.Page.GetByLabel("Days of history")).ToHaveValueAsync(days);
    }

    [Fact]
    public async Task An_address_is_tried_and_nothing_is_changed_by_it()
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await guest.GoAsync(Address);

        await guest.Page.GetByLabel("Queue server").FillAsync(new Uri(laboratory.Setup.Root, "senaite").AbsoluteUri);
        await guest.Button("Try this address").ClickAsync();
        await Assertions.Expect(guest.Page.GetByText("A queue server answers there, version")).ToBeVisibleAsync();
        await guest.ExpectGoodForAllAsync();
        await guest.Page.GetByLabel("Queue server").FillAsync(new Uri(laboratory.Setup.Root, "api").AbsoluteUri);
        await guest.Button("Try this address").ClickAsync();
        await Assertions.Expect(guest.Page.GetByText("but it is no queue server.")).ToBeVisibleAsync();
        await guest.Page.GetByLabel("Queue server").FillAsync("http://127.0.0.1:1/senaite");
        await guest.Button("Try this address").ClickAsync();
        await Assertions.Expect(guest.Page.GetByText("Nothing can be reached there")).ToBeVisibleAsync();

        await guest.GoAsync(Address);
        await Assertions.Expect(guest.Page.GetByLabel("Queue server")).ToHaveValueAsync(string.Empty);
    }

    [Fact]
    public async Task A_new_key_is_shown_once_and_the_one_before_stays_good_until_it_is_retired()
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await using var late = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await guest.GoAsync(Keys);
        await late.GoAsync(Keys);

        var first = await MakeKeyAsync(guest);
        await guest.ExpectGoodForAllAsync();
        (await AskAsync(guest, first)).ShouldBe(200);
        var second = await MakeKeyAsync(guest);
        (await AskAsync(guest, first)).ShouldBe(200);
        await late.Button("Make a new key").ClickAsync();
        await Assertions.Expect(late.Page.GetByText("There is another key by now")).ToBeVisibleAsync();
        (await late.Page.ContentAsync()).ShouldNotContain(second);

        await guest.Button("Retire the key before").ClickAsync();
        await Assertions.Expect(guest.Page.GetByText("Only the present key is good")).ToBeVisibleAsync();
        (await AskAsync(guest, first)).ShouldBe(401);
        (await AskAsync(guest, second)).ShouldBe(200);
        (await guest.Page.ContentAsync()).ShouldNotContain(second);
    }

    [Fact]
    public async Task The_queue_is_turned_off_and_on_as_an_add_on_and_says_so_meanwhile()
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await guest.GoAsync("setup");
        await guest.Link("Add-ons").ClickAsync();
        await guest.Button("Turn off").ClickAsync();

        await Assertions.Expect(guest.Page.GetByText("New work is done at once, while")).ToBeVisibleAsync();
        await Assertions.Expect(guest.Page.GetByText("The queue is empty.")).ToBeVisibleAsync();
        await guest.ExpectGoodForAllAsync();
        await guest.ReloadUntilAsync(guest.Page.GetByRole(AriaRole.Alert), "The queue is off");
        await guest.GoAsync("addons");
        await guest.Button("Turn on").ClickAsync();

        await Assertions.Expect(guest.Button("Turn off")).ToBeVisibleAsync();
        await Assertions.Expect(guest.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await guest.GoAsync(Address);
        await Assertions.Expect(guest.Page.GetByLabel("Objects per task")).ToHaveValueAsync("10");
    }

    [Fact]
    public async Task What_is_out_of_range_is_told_beside_the_field_and_nothing_is_changed()
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await guest.GoAsync(Address);

        await guest.Page.GetByLabel("Maximum seconds").FillAsync("29");
        await guest.Page.GetByLabel("Objects per task").FillAsync("12");
        await guest.Button("Save").ClickAsync();

        await Assertions.Expect(guest.Page.GetByRole(AriaRole.Main).Locator("> .alert-danger")).ToContainTextAsync("Nothing was changed");
        var field = guest.Page.GetByLabel("Maximum seconds");
        await Assertions.Expect(field).ToHaveValueAsync("29");
        await Assertions.Expect(field).ToHaveAccessibleDescriptionAsync(new Regex("30 to 1800", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await guest.ExpectGoodForAllAsync();
        await guest.GoAsync(Address);
        await Assertions.Expect(guest.Page.GetByLabel("Objects per task")).ToHaveValueAsync("10");
    }

    [Fact]
    public async Task Who_may_not_change_settings_neither_sees_nor_sets_them()
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "analyst1");

        await Assertions.Expect(guest.Link("Queue settings")).ToHaveCountAsync(0);
        await guest.GoAsync(Address);

        await Assertions.Expect(guest.Heading("Not allowed")).ToBeVisibleAsync();
    }

    private static async Task<string> MakeKeyAsync(Guest guest)
    {
        await guest.Button("Make a new key").ClickAsync();
        await Assertions.Expect(guest.Page.GetByText("It is not shown again")).ToBeVisibleAsync();
        return await guest.Page.Locator("#made").InnerTextAsync();
    }

    private async Task<int> AskAsync(Guest guest, string key)
    {
        var address = new Uri(laboratory.Setup.Root, "senaite/@@API/senaite/v1/queue_server/stats").AbsoluteUri;
        var token = FernetToken.Create(key, "labmanager", TimeProvider.System.GetUtcNow());
        await using var answer = await guest.Page.Context.APIRequest.GetAsync(
            address, new() { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Queue-Auth-Token"] = token } });
        return answer.Status;
    }
}
