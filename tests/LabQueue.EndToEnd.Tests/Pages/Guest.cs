using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using LabQueue.EndToEnd.Tests.Laboratory;
using LabQueue.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>Somebody who sits before a browser.</summary>
internal sealed class Guest : IAsyncDisposable
{
    // WCAG 2.2, A and AA.
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    // Of those the only ones that colours decide.
    private static readonly AxeRunOptions Contrast = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    private readonly IBrowserContext _context;
    private readonly ServerSetup _setup;
    private readonly List<string> _faults = [];

    private Guest(IBrowserContext context, IPage page, ServerSetup setup)
    {
        (_context, Page, _setup) = (context, page, setup);
        page.PageError += (_, fault) => _faults.Add(fault);
    }

    /// <summary>The page that is open.</summary>
    public IPage Page { get; }

    /// <summary>Opens a browser.</summary>
    public static async Task<Guest> OpenAsync(Browser browser, ServerSetup setup, Look look)
    {
        var context = await browser.OpenAsync(look.Options);
        context.SetDefaultTimeout(15_000);
        return new Guest(context, await context.NewPageAsync(), setup);
    }

    /// <summary>Opens a browser, and signs in.</summary>
    public static async Task<Guest> OpenAsync(Browser browser, ServerSetup setup, Look look, string username)
    {
        var guest = await OpenAsync(browser, setup, look);
        await guest.GoAsync("login");
        await guest.SignInAsync(username, LabSetup.Password);
        return guest;
    }

    /// <summary>Fills in the log-in and sends it; the browser speaks English.</summary>
    public async Task SignInAsync(string username, string password)
    {
        await Page.GetByLabel("Login Name").FillAsync(username);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
    }

    /// <summary>Opens a page of the site.</summary>
    public Task<IResponse?> GoAsync(string path) => Page.GotoAsync(new Uri(_setup.Root, $"{ServerSetup.Site}/{path}").AbsoluteUri);

    /// <summary>The button of that name.</summary>
    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    /// <summary>The link of that name.</summary>
    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name });

    /// <summary>The heading of that name.</summary>
    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name });

    /// <summary>Sends a form to a page of the site as the open page would, which need not have one: what is not drawn can be sent all the same.</summary>
    /// <returns>The status of the answer.</returns>
    public async Task<int> SendAsync(string path, params (string Name, string Value)[] fields)
    {
        var form = Page.Context.APIRequest.CreateFormData();
        form.Append("__RequestVerificationToken", await Page.Locator("input[name=__RequestVerificationToken]").First.InputValueAsync());
        foreach (var (name, value) in fields)
        {
            form.Append(name, value);
        }

        var address = new Uri(_setup.Root, $"{ServerSetup.Site}/{path}").AbsoluteUri;
        await using var answer = await Page.Context.APIRequest.PostAsync(address, new() { Form = form, MaxRedirects = 0 });
        return answer.Status;
    }

    /// <summary>Follows a link to a file.</summary>
    /// <returns>What is in it.</returns>
    public async Task<string> DownloadAsync(string link)
    {
        var file = await Page.RunAndWaitForDownloadAsync(() => Link(link).ClickAsync());
        await using var content = await file.CreateReadStreamAsync();
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Reloads the page until it says what is waited for, as a person without script does.</summary>
    public async Task ReloadUntilAsync(ILocator where, string text)
    {
        for (var tries = 0; tries < 60 && !(await where.AllInnerTextsAsync()).Any(part => part.Contains(text, StringComparison.Ordinal)); tries++)
        {
            await Page.GotoAsync(Page.Url);
        }

        await Assertions.Expect(where.Filter(new() { HasText = text })).ToBeVisibleAsync();
    }

    /// <summary>Whether everybody can use the page: nothing of WCAG 2.2 A and AA is found, it is no wider than the window, no script failed.</summary>
    public async Task ExpectGoodForAllAsync()
    {
        await ExpectAsync(Rules);
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
            .ShouldBeLessThanOrEqualTo(0, $"{Page.Url} is wider than the window");
        _faults.ShouldBeEmpty(Page.Url);
    }

    /// <summary>The same at a desk and on a phone, light and dark. What the theme does not touch is looked for once a width.</summary>
    public async Task ExpectGoodForAllInAllLooksAsync()
    {
        var (width, height) = (Page.ViewportSize!.Width, Page.ViewportSize.Height);
        await ExpectGoodForAllAsync();

        // A colour on its way from one theme to the other is neither's.
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });
        await ExpectAsync(Contrast);
        await Page.SetViewportSizeAsync(Look.Phone.Width, height);
        await ExpectGoodForAllAsync();
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await ExpectAsync(Contrast);
        await Page.SetViewportSizeAsync(width, height);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private async Task ExpectAsync(AxeRunOptions rules)
    {
        var found = await Page.RunAxe(rules);
        found.Violations.Select(item => $"{item.Id}: {string.Join(" | ", item.Nodes.Take(3).Select(node => node.Html))}").ShouldBeEmpty(Page.Url);
    }
}
