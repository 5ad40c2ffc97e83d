using Microsoft.Playwright;

namespace LabQueue.Benchmarks.Laboratory;

/// <summary>Somebody who is signed in and opens pages in Chromium.</summary>
internal sealed class PageBrowser : IAsyncDisposable
{
    private const string FirstPaint =
        "() => performance.getEntriesByType('paint').find(entry => entry.name === 'first-contentful-paint')?.startTime ?? null";

    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // It must call nobody, and root cannot use its sandbox.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IPage _page;
    private readonly string _site;

    private PageBrowser(IPlaywright playwright, IBrowser browser, IPage page, string site) =>
        (_playwright, _browser, _page, _site) = (playwright, browser, page, site);

    /// <summary>Signs in on the form, as people do.</summary>
    /// <returns>Null: there is no Chromium on this machine.</returns>
    public static async Task<PageBrowser?> SignInAsync(string site, string username, string password)
    {
        if (Array.Find(Programs, File.Exists) is not { } program)
        {
            return null;
        }

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Arguments });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        await page.GotoAsync($"{site}/login");
        await page.GetByLabel("Login Name").FillAsync(username);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        return new PageBrowser(playwright, browser, page, site);
    }

    /// <summary>Opens a page.</summary>
    /// <returns>From the request until something of it was to be seen.</returns>
    public async Task<TimeSpan> OpenAsync(string path)
    {
        await _page.GotoAsync($"{_site}/{path}", new() { WaitUntil = WaitUntilState.Load });

        // The browser notes the paint a moment after it.
        var paint = await _page.WaitForFunctionAsync(FirstPaint);
        return TimeSpan.FromMilliseconds(await paint.JsonValueAsync<double>());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
