using LabQueue.EndToEnd.Tests.Laboratory;
using LabQueue.TestKit;
using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>A day in the laboratory, clicked by its people one after the other, from a sample's registration to what its client reads.</summary>
public sealed class DayOnPagesTests(RunningLaboratory laboratory, Browser browser) : IClassFixture<RunningLaboratory>, IDisposable
{
    private const float Patience = 60_000;
    private const int ByTemplate = 60;
    private const int OnSheet = 110;

    private readonly LabDay _day = new(laboratory.Setup);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly string[] MainPages = ["worksheets", "samples", "clients", "setup", "setup/services", "samples/add", "setup/users"];

    /// <summary>Headings of the main pages, by language.</summary>
    public static TheoryData<string, string[]> Languages { get; } = new()
    {
        { "English", ["Worksheets", "Samples", "Clients", "Site Setup", "Analysis Services", "Add samples", "Users"] },
        { "Deutsch", ["Arbeitsblätter", "Proben", "Kunden", "Einrichtung", "Analysen im Angebot", "Proben anlegen", "Benutzer"] },
        { "Español", ["Hojas de trabajo", "Muestras", "Clientes", "Configuración del sitio", "Servicios de análisis", "Añadir muestras", "Usuarios"] },
        { "Čeština", ["Pracovní listy", "Vzorky", "Klienti", "Nastavení", "Nabízené analýzy", "Přidat vzorky", "Uživatelé"] },
        { "简体中文", ["工作单", "样品", "客户", "站点设置", "分析项目", "添加样品", "用户"] },
    };

    /// <inheritdoc/>
    public void Dispose() => _day.Dispose();

    [Theory]
    [InlineData("by keyboard", 1440, true)]
    [InlineData("without script", 1440, false)]
    [InlineData("by phone", 390, true)]
    public async Task A_sample_goes_from_its_registration_to_its_client(string way, int width, bool hasScript)
    {
        await LinkRitaAsync();
        var look = new Look(width, HasScript: hasScript);
        Hand HandOf(Guest guest) => way == "by keyboard" ? new KeyHand(guest) : new Hand(guest);

        await using var manager = await SignInAsync("labmanager", look);
        await RegisterAndReceiveAsync(manager, HandOf(manager), way, hasScript);
        var (sheet, sample) = await MakeSheetAsync(manager, HandOf(manager), hasScript);

        await using var analyst = await SignInAsync("analyst1", look);
        await EnterAsync(analyst, HandOf(analyst), sheet, hasScript);
        await using var verifier = await SignInAsync("verifier1", look);
        await DoWithAllAsync(verifier, HandOf(verifier), sheet, "Verify", "Verified", hasScript);

        await using var publisher = await SignInAsync("publisher1", look);
        await PublishAsync(publisher, HandOf(publisher), sample, hasScript);
        await using var rita = await SignInAsync("rita", look);
        await ReadAsync(rita, HandOf(rita), sample);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Many_results_are_handed_in_and_verified_in_the_background_while_people_watch()
    {
        Assert.SkipUnless(Seed.IsLong, "Takes minutes; set LABQUEUE_LONG=1.");

        await using var manager = await SignInAsync("labmanager", new Look());
        await RegisterManyAsync(manager);
        var sheet = await FillAsync(manager);
        var own = await EnterOwnAsync(manager, sheet);

        await using var analyst = await SignInAsync("analyst1", new Look());
        await PauseAsync(manager, "Pause queue");
        await TypeAllAsync(analyst, sheet);
        await HandInAsync(analyst);
        await PauseAsync(manager, "Resume queue");
        await Assertions.Expect(RowsIn(analyst, "To be verified")).ToHaveCountAsync(OnSheet, new() { Timeout = Patience });
        await Assertions.Expect(analyst.Page.GetByText("The work in the background has ended")).ToBeVisibleAsync();
        await analyst.ExpectGoodForAllAsync();

        await RefusedInTheBackgroundAsync(manager, sheet, own);
        await using var verifier = await SignInAsync("verifier1", new Look());
        await verifier.GoAsync($"worksheets/{sheet}/manage_results");
        await verifier.Page.GetByLabel($"Select {own}", new() { Exact = true }).CheckAsync();
        await verifier.Button("Verify").First.ClickAsync();
        await Assertions.Expect(RowsIn(verifier, "Verified")).ToHaveCountAsync(OnSheet, new() { Timeout = Patience });
        await PublishSelectionAsync();
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task The_main_pages_speak_the_language_that_was_chosen(string language, string[] headings)
    {
        await using var manager = await SignInAsync("labmanager", new Look());
        await manager.GoAsync("samples");
        await manager.Page.GetByTitle("Language").ClickAsync();
        await manager.Page.GetByRole(AriaRole.Button, new() { Name = language, Exact = true }).ClickAsync();

        foreach (var (path, heading) in MainPages.Zip(headings))
        {
            await manager.GoAsync(path);
            await Assertions.Expect(manager.Page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true, Level = 1 })).ToBeVisibleAsync();
        }
    }

    // Many samples in one form, and received with one click.
    private static async Task RegisterManyAsync(Guest manager)
    {
        const int many = 40;
        var page = manager.Page;
        await manager.GoAsync("samples/add?client=client-1");
        await page.GetByLabel("Sample Type").First.SelectOptionAsync("Water");
        await page.GetByLabel("Date Sampled").FillAsync("2026-01-05T08:00");
        await page.GetByLabel("Client Order").FillAsync("many");
        await page.GetByLabel("Number of samples").FillAsync($"{many}");
        foreach (var service in (string[])["Copper", "Iron", "Zinc"])
        {
            await page.GetByLabel(service).CheckAsync();
        }

        await manager.Button("Register").ClickAsync();
        await Assertions.Expect(page.GetByText($"{many} samples are being registered.")).ToBeVisibleAsync();
        await manager.GoAsync("samples?tab=due&q=many&size=50");
        await Assertions.Expect(RowsIn(manager, "Due")).ToHaveCountAsync(many, new() { Timeout = Patience });
        await page.GetByLabel("All rows").CheckAsync();
        await manager.Button($"Receive ({many})").ClickAsync();
        await manager.GoAsync("samples?tab=received&q=many&size=50");
        await Assertions.Expect(RowsIn(manager, "Received")).ToHaveCountAsync(many, new() { Timeout = Patience });
    }

    // Sixty analyses by a template, and fifty more by hand, each in the background.
    private static async Task<string> FillAsync(Guest manager)
    {
        var page = manager.Page;
        await manager.GoAsync("worksheets");
        await page.GetByLabel("Analyst", new() { Exact = true }).SelectOptionAsync("Ana Lyst");
        await page.GetByLabel("Template").SelectOptionAsync("Metals");
        await manager.Button("Add").ClickAsync();
        var sheet = (await page.GetByText(" was made.").InnerTextAsync()).Split(' ')[0];
        await manager.GoAsync($"worksheets/{sheet}/manage_results");
        await Assertions.Expect(RowsIn(manager, "Assigned")).ToHaveCountAsync(ByTemplate, new() { Timeout = Patience });

        await manager.Link("Add analyses").ClickAsync();
        await manager.Link("All").ClickAsync();
        await page.GetByLabel("Select all").CheckAsync();
        await manager.Button($"Assign ({OnSheet - ByTemplate})").ClickAsync();
        await Assertions.Expect(RowsIn(manager, "Assigned")).ToHaveCountAsync(OnSheet, new() { Timeout = Patience });
        return sheet;
    }

    // The manager enters one result, and hands it in.
    private static async Task<string> EnterOwnAsync(Guest manager, string sheet)
    {
        await manager.GoAsync($"worksheets/{sheet}/manage_results");
        await manager.Page.GetByLabel("Result of Cu in slot 1", new() { Exact = true }).FillAsync("10");
        await manager.Page.GetByLabel("Select Cu (1)", new() { Exact = true }).CheckAsync();
        await manager.Button("Submit").ClickAsync();
        await Assertions.Expect(RowsIn(manager, "To be verified")).ToHaveCountAsync(1, new() { Timeout = Patience });
        return "Cu (1)";
    }

    // By keyboard: each result is kept when Enter leads to the next.
    private static async Task TypeAllAsync(Guest analyst, string sheet)
    {
        await analyst.GoAsync($"worksheets/{sheet}/manage_results");
        var cells = analyst.Page.GetByRole(AriaRole.Textbox, new() { Name = "Result of " });
        await Assertions.Expect(cells).ToHaveCountAsync(OnSheet - 1);
        await cells.First.FocusAsync();
        for (var cell = 1; cell < OnSheet; cell++)
        {
            await analyst.Page.Keyboard.TypeAsync("12");
            await analyst.Page.Keyboard.PressAsync("Enter");
        }

        await Assertions.Expect(analyst.Page.Locator("input[data-cell][value='12']")).ToHaveCountAsync(OnSheet - 1, new() { Timeout = Patience });
    }

    // The queue is paused: what waits is seen to wait, and why.
    private static async Task HandInAsync(Guest analyst)
    {
        var page = analyst.Page;
        await page.GetByLabel("Select all").CheckAsync();
        await page.GetByLabel("Select Cu (1)", new() { Exact = true }).UncheckAsync(new() { Force = true });
        await analyst.Button("Submit").ClickAsync();
        var box = page.GetByRole(AriaRole.Region, new() { Name = "Work in the background" });
        await Assertions.Expect(box).ToContainTextAsync($"{OnSheet - 1} analyses are being processed in background");
        await Assertions.Expect(box).ToContainTextAsync("Asked for by Ana Lyst");
        await Assertions.Expect(box).ToContainTextAsync("It waits because the queue is paused.");
        await Assertions.Expect(box.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await Assertions.Expect(analyst.Link("To the worksheets")).ToBeVisibleAsync();
        await Assertions.Expect(RowsIn(analyst, "Queued")).ToHaveCountAsync(OnSheet - 1);
        await Assertions.Expect(page.GetByLabel("Select Fe (1)", new() { Exact = true })).ToBeDisabledAsync();
        await page.ReloadAsync();
        await Assertions.Expect(RowsIn(analyst, "Queued")).ToHaveCountAsync(OnSheet - 1);
    }

    // Nobody verifies what is one's own; that became so while the work waited.
    private async Task RefusedInTheBackgroundAsync(Guest manager, string sheet, string own)
    {
        await _day.Manager.DoAsync("settings/update", new { SelfVerificationEnabled = true }, Token);
        await PauseAsync(manager, "Pause queue");
        await manager.GoAsync($"worksheets/{sheet}/manage_results");
        await manager.Page.GetByLabel("Select all").CheckAsync();
        await manager.Button($"Verify ({OnSheet})").ClickAsync();
        await Assertions.Expect(RowsIn(manager, "Queued")).ToHaveCountAsync(OnSheet);
        await _day.Manager.DoAsync("settings/update", new { SelfVerificationEnabled = false }, Token);
        await using var other = await SignInAsync("siteadmin", new Look());
        await PauseAsync(other, "Resume queue");

        var box = manager.Page.GetByRole(AriaRole.Region, new() { Name = "Work in the background" });
        await Assertions.Expect(box).ToContainTextAsync("1 was not done", new() { Timeout = Patience });
        await Assertions.Expect(box).ToContainTextAsync("submitted");
        await Assertions.Expect(RowsIn(manager, "Verified")).ToHaveCountAsync(OnSheet - 1, new() { Timeout = Patience });
        await Assertions.Expect(manager.Page.GetByLabel($"Select {own}", new() { Exact = true })).ToBeEnabledAsync();

        await manager.GoAsync("worksheets");
        await Assertions.Expect(manager.Page.GetByText($"Verify on {sheet}: {OnSheet - 1} done, 1 refused.")).ToBeVisibleAsync();
        await manager.Link("What became of it").ClickAsync();
        var refused = manager.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Refused" });
        await Assertions.Expect(refused).ToHaveCountAsync(1);
        await Assertions.Expect(refused).ToContainTextAsync("labmanager");
        (await manager.DownloadAsync("Download as CSV")).ShouldContain("\"refused\",\"");
    }

    private async Task PublishSelectionAsync()
    {
        await using var publisher = await SignInAsync("publisher1", new Look());
        await publisher.GoAsync("samples?tab=published");
        var before = await RowsIn(publisher, "Published").CountAsync();
        await publisher.GoAsync("samples?tab=verified");
        var boxes = publisher.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Choose " });
        await boxes.Nth(0).CheckAsync();
        await boxes.Nth(1).CheckAsync();
        await publisher.Button("Publish (2)").ClickAsync();
        await Assertions.Expect(publisher.Heading("Results of ")).ToHaveCountAsync(2);
        await Assertions.Expect(publisher.Page.GetByRole(AriaRole.Cell, new() { Name = "12", Exact = true }).First).ToBeVisibleAsync();
        await publisher.ExpectGoodForAllAsync();
        await publisher.Button("Publish 2 samples").ClickAsync();
        await publisher.GoAsync("samples?tab=published");
        await Assertions.Expect(RowsIn(publisher, "Published")).ToHaveCountAsync(before + 2, new() { Timeout = Patience });
    }

    private static async Task PauseAsync(Guest guest, string action)
    {
        await guest.GoAsync("queue_tasks");
        await guest.Button(action).ClickAsync();
        if (action == "Pause queue")
        {
            await guest.Button(action).ClickAsync();
        }

        await Assertions.Expect(guest.Page.GetByText(action == "Pause queue" ? "Paused" : "Ready", new() { Exact = true })).ToBeVisibleAsync();
    }

    private static ILocator RowsIn(Guest guest, string state) =>
        guest.Page.GetByRole(AriaRole.Table).First.Locator("tbody tr").Filter(new() { Has = guest.Page.GetByText(state, new() { Exact = true }) });

    private static async Task RegisterAndReceiveAsync(Guest manager, Hand hand, string way, bool hasScript)
    {
        var page = manager.Page;
        await hand.OpenAsync("Samples");
        await hand.PressAsync(manager.Link("Add samples"));
        await hand.ChooseAsync(page.GetByLabel("Client", new() { Exact = true }), "Happy Hills (HH)");
        await hand.PressAsync(manager.Button("Go on"));
        await hand.PressAsync(page.Locator("summary").Filter(new() { HasText = "One sample for each row of a table" }));
        await hand.WriteAsync(
            page.GetByLabel("Table", new() { Exact = true }),
            $"Client SID,Sample Type,Date Sampled,Services\n{way} 1,Water,2026-01-05 08:00,Cu Fe\n{way} 2,Water,2026-01-05 09:00,Zn");
        await hand.PressAsync(manager.Button("Preview"));
        await hand.PressAsync(manager.Button("Register 2 samples"));
        await Assertions.Expect(page.GetByText("2 samples are being registered.")).ToBeVisibleAsync();

        var rows = page.GetByRole(AriaRole.Row).Filter(new() { HasText = way });
        await SearchAsync(manager, hand, way);
        await hand.WaitAsync(rows.Filter(new() { HasText = "Due" }), 2, hasScript);
        await Assertions.Expect(rows.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(2);
        foreach (var box in await rows.GetByRole(AriaRole.Checkbox).AllAsync())
        {
            await hand.TickAsync(box);
        }

        await hand.PressAsync(manager.Button("Receive"));
        await hand.PressAsync(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Received", Exact = true }));
        await hand.WaitAsync(rows.Filter(new() { HasText = "Received" }), 2, hasScript);
    }

    // The first sample of the client that waits, with all of its analyses.
    private static async Task<(string Sheet, string Sample)> MakeSheetAsync(Guest manager, Hand hand, bool hasScript)
    {
        var page = manager.Page;
        await hand.OpenAsync("Worksheets");
        await hand.ChooseAsync(page.GetByLabel("Analyst", new() { Exact = true }), "Ana Lyst");
        await hand.PressAsync(manager.Button("Add"));
        var sheet = (await page.GetByText(" was made.").InnerTextAsync()).Split(' ')[0];
        var waiting = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Happy Hills" });
        for (var row = 0; row < LabDay.Services; row++)
        {
            await hand.TickAsync(waiting.Nth(row).GetByRole(AriaRole.Checkbox));
        }

        var sample = await waiting.First.GetByRole(AriaRole.Cell).Nth(4).InnerTextAsync();
        await hand.PressAsync(manager.Button("Assign"));
        await hand.WaitAsync(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Assigned" }), LabDay.Services, hasScript);
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader)).ToContainTextAsync(sample);
        return (sheet, sample);
    }

    private static async Task EnterAsync(Guest analyst, Hand hand, string sheet, bool hasScript)
    {
        await hand.OpenAsync("Worksheets");
        await hand.PressAsync(analyst.Page.GetByRole(AriaRole.Link, new() { Name = sheet, Exact = true }));
        var cells = analyst.Page.GetByRole(AriaRole.Textbox, new() { Name = "Result of " });
        for (var cell = 0; cell < LabDay.Services; cell++)
        {
            await hand.WriteAsync(cells.Nth(cell), $"1{cell}.5");
        }

        await DoWithAllAsync(analyst, hand, sheet, "Submit", "To be verified", hasScript, isOpen: true);
    }

    private static async Task DoWithAllAsync(Guest guest, Hand hand, string sheet, string action, string state, bool hasScript, bool isOpen = false)
    {
        var page = guest.Page;
        if (!isOpen)
        {
            await hand.OpenAsync("Worksheets");
            await hand.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = sheet, Exact = true }));
        }

        // All of them are in the first slot.
        var boxes = page.GetByRole(AriaRole.Checkbox, new() { Name = "(1)" });
        await Assertions.Expect(boxes).ToHaveCountAsync(LabDay.Services);
        foreach (var box in await boxes.AllAsync())
        {
            await hand.TickAsync(box);
        }

        await hand.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = action }).First);
        await hand.WaitAsync(page.GetByRole(AriaRole.Row).Filter(new() { HasText = state }), LabDay.Services, hasScript);
    }

    private static async Task PublishAsync(Guest publisher, Hand hand, string sample, bool hasScript)
    {
        await hand.OpenAsync("Samples");
        await SearchAsync(publisher, hand, sample);
        await hand.PressAsync(publisher.Page.GetByRole(AriaRole.Link, new() { Name = sample, Exact = true }));
        await hand.PressAsync(publisher.Button("Publish"));
        await Assertions.Expect(publisher.Page.GetByRole(AriaRole.Cell, new() { Name = "11.5" })).ToBeVisibleAsync();
        await hand.PressAsync(publisher.Button("Publish"));
        await hand.WaitAsync(publisher.Page.GetByRole(AriaRole.Table).GetByText("Published"), LabDay.Services, hasScript);
    }

    private static async Task ReadAsync(Guest rita, Hand hand, string sample)
    {
        await hand.OpenAsync("Samples");
        await hand.PressAsync(rita.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Published", Exact = true }));
        await hand.PressAsync(rita.Page.GetByRole(AriaRole.Link, new() { Name = sample, Exact = true }));
        await hand.PressAsync(rita.Link("Published results"));
        foreach (var result in (string[])["10.5", "11.5", "12.5"])
        {
            await Assertions.Expect(rita.Page.GetByRole(AriaRole.Cell, new() { Name = result })).ToBeVisibleAsync();
        }

        await Assertions.Expect(rita.Page.GetByText("Preview")).ToHaveCountAsync(0);
    }

    private static async Task SearchAsync(Guest guest, Hand hand, string words)
    {
        await hand.WriteAsync(guest.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Searchbox), words);
        await hand.PressAsync(guest.Button("Search"));
        await Assertions.Expect(guest.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Searchbox)).ToHaveValueAsync(words);
    }

    private Task<Guest> SignInAsync(string username, Look look) => Guest.OpenAsync(browser, laboratory.Setup, look, username);

    private async Task LinkRitaAsync()
    {
        var contact = (await _day.Manager.FindAsync("contact", Token)).Titled("Rita Mohale");
        await _day.Manager.SendAsync($"contact/{contact.Uid()}/link", new { username = "rita" }, Token);
    }
}
