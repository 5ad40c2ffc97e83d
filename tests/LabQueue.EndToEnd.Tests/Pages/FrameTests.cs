using System.Net;
using LabQueue.EndToEnd.Tests.Laboratory;
using LabQueue.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>What all pages have in common, in a real browser: signing in and out, languages, themes, what is refused.</summary>
public sealed class FrameTests(RunningLaboratory laboratory, Browser browser) : IClassFixture<RunningLaboratory>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_pages_of_the_frame_are_good_for_everybody()
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look());
        await guest.GoAsync("login");
        await guest.ExpectGoodForAllInAllLooksAsync();
        await guest.SignInAsync("labmanager", LabSetup.Password);

        foreach (var path in new[] { "password", "logout", "nowhere", "search?text=W-000", "search?text=nothing+like+it" })
        {
            await guest.GoAsync(path);
            await guest.ExpectGoodForAllInAllLooksAsync();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_asked_for_a_page_gets_there_after_the_log_in(bool hasScript)
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(HasScript: hasScript));
        await guest.GoAsync("password");
        await Assertions.Expect(guest.Heading("Log in")).ToBeVisibleAsync();

        await guest.SignInAsync("labmanager", "not the password");
        await Assertions.Expect(guest.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Login failed");
        await guest.SignInAsync("labmanager", LabSetup.Password);

        await Assertions.Expect(guest.Heading("Change password")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sample_is_found_from_every_page_by_the_beginning_of_its_number(bool hasScript)
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(HasScript: hasScript), "labmanager");
        await guest.GoAsync("clients");

        await guest.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search all" }).FillAsync("W-0007");
        await guest.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search all" }).PressAsync("Enter");
        await guest.Link("W-0007").First.ClickAsync();

        await Assertions.Expect(guest.Heading("W-0007")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_search_finds_nobody_elses_samples()
    {
        await using var manager = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        var mine = await FirstSampleOfAsync(manager, "client-1");
        var foreign = await FirstSampleOfAsync(manager, "client-2");
        await manager.GoAsync("clients/client-1/contacts");
        await manager.Link("Rita Mohale").ClickAsync();
        await manager.Link("Login details").ClickAsync();
        await manager.Page.GetByRole(AriaRole.Radio, new() { Name = "rita" }).CheckAsync();
        await manager.Button("Link user").ClickAsync();
        await Assertions.Expect(manager.Page.GetByText("The user is linked.")).ToBeVisibleAsync();
        await using var rita = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "rita");
        await rita.GoAsync($"search?text={mine}");
        await rita.ReloadUntilAsync(rita.Link(mine), mine);

        await rita.GoAsync($"search?text={foreign}");

        await Assertions.Expect(rita.Page.GetByText("Nothing was found.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_a_page_sends_by_its_script_without_a_session_is_refused_and_leads_nowhere()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        http.DefaultRequestHeaders.Add("HX-Request", "true");
        using var form = new FormUrlEncodedContent([new("uid", "any")]);

        using var answer = await http.PostAsync(new Uri(laboratory.Setup.Root, $"{ServerSetup.Site}/worksheets/WS-001/manage_results?handler=Cell"), form, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Single_keys_lead_to_pages_and_fields_until_they_are_turned_off()
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await guest.GoAsync("clients");
        await guest.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(guest.Heading("Keyboard shortcuts")).ToBeVisibleAsync();
        await guest.ExpectGoodForAllAsync();
        await guest.Page.Keyboard.PressAsync("Escape");

        await guest.Page.Keyboard.PressAsync("g");
        await guest.Page.Keyboard.PressAsync("2");
        await Assertions.Expect(guest.Heading("Samples")).ToBeVisibleAsync();
        await guest.Page.Keyboard.PressAsync("/");
        await Assertions.Expect(guest.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search all" })).ToBeFocusedAsync();
        await guest.Page.Keyboard.PressAsync("g");
        await guest.Page.Keyboard.PressAsync("1");
        await Assertions.Expect(guest.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search all" })).ToHaveValueAsync("g1");

        await guest.Button("Keyboard shortcuts").ClickAsync();
        await guest.Page.GetByLabel("Use single keys as shortcuts").UncheckAsync();
        await guest.Button("Close").ClickAsync();
        await guest.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(guest.Heading("Keyboard shortcuts")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Nobody_stays_signed_in_after_logging_out()
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        await guest.GoAsync("logout");

        await guest.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();

        await Assertions.Expect(guest.Page.GetByText("You are signed out.")).ToBeVisibleAsync();
        await guest.GoAsync("password");
        await Assertions.Expect(guest.Heading("Log in")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("de", "Anmelden")]
    [InlineData("es-MX", "Iniciar sesión")]
    [InlineData("cs", "Přihlásit se")]
    [InlineData("zh-CN", "登录")]
    [InlineData("fr", "Log in")]
    public async Task A_page_speaks_the_language_of_the_browser(string language, string heading)
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(Language: language));

        await guest.GoAsync("login");

        await Assertions.Expect(guest.Page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_language_and_a_theme_that_were_chosen_stay()
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look());
        await guest.GoAsync("login");

        await guest.Page.GetByTitle("Language").ClickAsync();
        await guest.Button("Deutsch").ClickAsync();
        await Assertions.Expect(guest.Heading("Anmelden")).ToBeVisibleAsync();
        await guest.Page.GetByTitle("Farbschema").ClickAsync();
        await guest.Button("Dunkel").ClickAsync();
        await guest.GoAsync("login");

        await Assertions.Expect(guest.Heading("Anmelden")).ToBeVisibleAsync();
        await Assertions.Expect(guest.Page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", "dark");
    }

    [Fact]
    public async Task A_form_from_elsewhere_or_without_its_token_is_refused()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        using var form = new FormUrlEncodedContent([new("__ac_name", "labmanager"), new("__ac_password", LabSetup.Password)]);

        using var answer = await http.PostAsync(new Uri(laboratory.Setup.Root, $"{ServerSetup.Site}/login"), form, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldAllBe(cookie => !cookie.StartsWith("__ac="));
    }

    [Fact]
    public async Task A_page_may_run_nothing_but_its_own_scripts_and_stands_in_no_frame()
    {
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(laboratory.Setup.Root, $"{ServerSetup.Site}/login"), Token);

        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var page = await answer.Content.ReadAsStringAsync(Token);
        page.ShouldNotContain(" style=");
        page.ShouldNotContain("<script>");
    }

    [Fact]
    public async Task A_session_that_was_there_before_is_not_the_one_that_is_signed_in()
    {
        await using var guest = await Guest.OpenAsync(browser, laboratory.Setup, new Look(), "labmanager");
        var before = await SessionAsync(guest);
        await guest.GoAsync("logout");
        await guest.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();

        await guest.SignInAsync("analyst1", LabSetup.Password);

        await Assertions.Expect(guest.Page.Locator("header")).ToContainTextAsync("Ana Lyst");
        (await SessionAsync(guest)).ShouldNotBe(before);
    }

    private static async Task<string> FirstSampleOfAsync(Guest guest, string client)
    {
        await guest.GoAsync($"clients/{client}");
        return await guest.Page.Locator("td a[href*='/samples/']").First.InnerTextAsync();
    }

    private static async Task<string> SessionAsync(Guest guest)
    {
        var cookie = (await guest.Page.Context.CookiesAsync()).Single(cookie => cookie.Name == "__ac");
        cookie.HttpOnly.ShouldBeTrue();
        cookie.SameSite.ShouldBe(SameSiteAttribute.Lax);
        return cookie.Value;
    }
}
