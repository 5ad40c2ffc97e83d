using LabQueue.EndToEnd.Tests.Laboratory;
using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>Clients, their contacts, and the setup of the laboratory, in a real browser.</summary>
public sealed class ClientTests(RunningLaboratory laboratory, Browser browser) : IClassFixture<RunningLaboratory>
{
    // What the queue does takes its time on a busy machine.
    private const float Patience = 60_000;

    private static readonly string Hostile =
        "<script>document.title='taken'</script><b>\u202Eright\u202C</b> & \"quotes\" 🧪 " + new string('x', 10_000 - 100);

    [Fact]
    public async Task A_linked_contact_sees_the_samples_of_its_client_and_no_others()
    {
        await using var manager = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await manager.GoAsync("clients/client-2");
        var foreign = await manager.Page.Locator("td a[href*='/samples/']").First.InnerTextAsync();
        await manager.GoAsync("clients");
        await manager.Link("Happy Hills").ClickAsync();
        await manager.Link("Contacts").ClickAsync();
        await manager.Link("Rita Mohale").ClickAsync();
        await manager.Link("Login details").ClickAsync();
        await manager.Page.GetByRole(AriaRole.Radio, new() { Name = "rita" }).CheckAsync();

        await manager.Button("Link user").ClickAsync();

        await Assertions.Expect(manager.Page.GetByText("The user is linked.")).ToBeVisibleAsync();
        await Assertions.Expect(manager.Page.GetByText("Access to the client's records is given.")).ToBeVisibleAsync(new() { Timeout = Patience });
        await using var rita = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "rita");
        await rita.GoAsync("samples?tab=all&size=200");
        await Assertions.Expect(rita.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(101);
        await Assertions.Expect(rita.Page.GetByText("Riverside Waters")).ToHaveCountAsync(0);
        await rita.GoAsync("clients");
        await Assertions.Expect(rita.Heading("Happy Hills")).ToBeVisibleAsync();
        (await rita.GoAsync($"samples/{foreign}"))!.Status.ShouldBe(404);
        (await rita.GoAsync("clients/client-2"))!.Status.ShouldBe(404);
        (await rita.GoAsync("setup"))!.Status.ShouldBe(403);
        (await rita.GoAsync("setup/users"))!.Status.ShouldBe(403);

        await manager.Page.ReloadAsync();
        await manager.Button("Unlink rita").ClickAsync();

        await Assertions.Expect(manager.Page.GetByText("The link is ended.")).ToBeVisibleAsync();
        await rita.GoAsync("samples?tab=all");
        await Assertions.Expect(rita.Page.GetByText("No samples here.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_is_told_that_somebody_else_was_faster_can_save_all_the_same()
    {
        await using var first = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "clerk1");
        await using var second = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await first.GoAsync("clients/client-2/edit");
        await second.GoAsync("clients/client-2/edit");
        await first.Page.GetByLabel("Phone").FillAsync("111");
        await first.Button("Save").ClickAsync();
        await Assertions.Expect(first.Page.GetByText("It is saved.")).ToBeVisibleAsync();

        await second.Page.GetByLabel("Phone").FillAsync("222");
        await second.Button("Save").ClickAsync();
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await second.Button("Save").ClickAsync();

        await Assertions.Expect(second.Page.GetByText("It is saved.")).ToBeVisibleAsync();
        await second.GoAsync("clients/client-2/edit");
        await Assertions.Expect(second.Page.GetByLabel("Phone")).ToHaveValueAsync("222");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_with_hostile_texts_is_added_and_shown_as_text(bool hasScript)
    {
        await using var clerk = await Guest.OpenAsync(browser, laboratory.Setup, new Look(HasScript: hasScript), "clerk1");
        await clerk.GoAsync("clients/add");
        await clerk.Page.GetByLabel("Name").First.FillAsync(Hostile);
        await clerk.Page.GetByLabel("Client ID").FillAsync(hasScript ? "not an id!" : "H-2");
        await clerk.Page.GetByLabel("Description").FillAsync(Hostile);

        await clerk.Button("Save").ClickAsync();

        if (hasScript)
        {
            await Assertions.Expect(clerk.Page.GetByText("A ClientID has letters, digits")).ToBeVisibleAsync();
            await clerk.Page.GetByLabel("Client ID").FillAsync("H-1");
            await clerk.Button("Save").ClickAsync();
        }

        await Assertions.Expect(clerk.Heading("<script>document.title='taken'</script>")).ToBeVisibleAsync();
        if (hasScript)
        {
            await clerk.ExpectGoodForAllAsync();
        }

        (await clerk.Page.TitleAsync()).ShouldStartWith("<script>");
        await clerk.GoAsync("clients");
        await Assertions.Expect(clerk.Link("<script>document.title='taken'</script>").First).ToBeVisibleAsync();
        (await clerk.Page.TitleAsync()).ShouldStartWith("Clients");
    }

    [Fact]
    public async Task A_template_is_made_with_its_positions()
    {
        await using var manager = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await manager.GoAsync("setup/worksheettemplates/add");
        await manager.Page.GetByLabel("Title").FillAsync("Three positions");
        await manager.Page.GetByLabel("Copper").CheckAsync();
        await manager.Page.GetByLabel("Number of positions").FillAsync("3");
        await manager.Button("Show so many positions").ClickAsync();
        await manager.Page.GetByLabel("Type of position 2").SelectOptionAsync("Blank");
        await manager.Page.GetByLabel("Reference of position 2").SelectOptionAsync(new SelectOptionValue { Label = "Distilled water" });
        await manager.Page.GetByLabel("Type of position 3").SelectOptionAsync("Duplicate");
        await manager.Page.GetByLabel("Position 3 is a duplicate of").FillAsync("1");

        await manager.Button("Save").ClickAsync();

        await manager.Link("Three positions").ClickAsync();
        await Assertions.Expect(manager.Page.GetByLabel("Type of position 2")).ToHaveValueAsync("Blank");
        await Assertions.Expect(manager.Page.GetByLabel("Position 3 is a duplicate of")).ToHaveValueAsync("1");
        await Assertions.Expect(manager.Page.GetByLabel("Copper")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task A_user_is_made_and_can_sign_in()
    {
        await using var manager = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await manager.GoAsync("setup/users");
        await manager.Link("Add User").ClickAsync();
        await manager.Page.GetByLabel("Login Name").FillAsync("newcomer");
        await manager.Page.GetByLabel("Password").FillAsync(LabSetup.Password);
        await manager.Page.GetByLabel("Analyst").CheckAsync();

        await manager.Button("Save").ClickAsync();

        await Assertions.Expect(manager.Link("newcomer")).ToBeVisibleAsync();
        await using var newcomer = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "newcomer");
        await newcomer.GoAsync("samples");
        await Assertions.Expect(newcomer.Heading("Samples")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_pages_of_clients_and_setup_are_good_for_everybody()
    {
        await using var manager = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        string[] paths =
        [
            "clients", "clients/client-2", "clients/client-2/edit", "clients/client-2/contacts", "clients/client-2/contacts/contact-2",
            "clients/client-2/contacts/contact-2/login", "setup", "setup/services", "setup/services/analysisservice-1",
            "setup/worksheettemplates/worksheettemplate-1", "setup/referencesamples/add", "setup/users", "setup/users/rita/edit",
            "setup/users/new/add", "setup/labcontacts", "clients/add",
        ];

        foreach (var path in paths)
        {
            await manager.GoAsync(path);
            await manager.ExpectGoodForAllInAllLooksAsync();
        }
    }
}
