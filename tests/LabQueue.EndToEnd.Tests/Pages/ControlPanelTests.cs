using System.Text.RegularExpressions;
using LabQueue.EndToEnd.Tests.Laboratory;
using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>The control panel in a real browser.</summary>
public sealed class ControlPanelTests(RunningLaboratory laboratory, Browser browser) : IClassFixture<RunningLaboratory>
{
    private const string Address = "@@queue-controlpanel";

    [Theory]
    [MemberData(nameof(FrameTests.Looks), MemberType = typeof(FrameTests))]
    public async Task The_control_panel_is_good_for_everybody(Look look)
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, look, "labmanager");

        await guest.GoAsync(Address);

        await Assertions.Expect(guest.Heading("Queue settings")).ToBeVisibleAsync();
        await guest.ExpectGoodForAllAsync();
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
        await guest.Button("Save").ClickAsync();

        await Assertions.Expect(guest.Page.GetByText("settings were changed")).ToBeVisibleAsync();
        await guest.GoAsync(Address);
        await Assertions.Expect(guest.Page.GetByLabel("Maximum retries")).ToHaveValueAsync(retries);
        (await guest.Page.GetByLabel("Compare consumers").IsCheckedAsync()).ShouldBe(isCompared);
    }

    [Fact]
    public async Task What_is_out_of_range_is_told_beside_the_field_and_nothing_is_changed()
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await guest.GoAsync(Address);

        await guest.Page.GetByLabel("Maximum seconds").FillAsync("29");
        await guest.Page.GetByLabel("Objects per task").FillAsync("12");
        await guest.Button("Save").ClickAsync();

        await Assertions.Expect(guest.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was changed");
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
}
