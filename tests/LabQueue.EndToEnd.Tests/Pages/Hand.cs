using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>How somebody works a page: with the mouse, or with the finger.</summary>
/// <param name="guest">Who.</param>
internal class Hand(Guest guest)
{
    // What the queue does takes its time on a busy machine.
    private const float Patience = 60_000;

    /// <summary>Who.</summary>
    protected Guest Guest => guest;

    /// <summary>Presses a button, or follows a link.</summary>
    public virtual Task PressAsync(ILocator what) => what.ClickAsync();

    /// <summary>Ticks a box.</summary>
    public virtual Task TickAsync(ILocator what) => what.CheckAsync();

    /// <summary>Writes into a field.</summary>
    public virtual Task WriteAsync(ILocator what, string text) => what.FillAsync(text);

    /// <summary>Chooses from a list.</summary>
    public virtual Task ChooseAsync(ILocator what, string label) => what.SelectOptionAsync(new SelectOptionValue { Label = label });

    /// <summary>Opens a page of the main menu.</summary>
    public Task OpenAsync(string name) =>
        PressAsync(guest.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main menu" }).GetByRole(AriaRole.Link, new() { Name = name }));

    /// <summary>Waits until there are so many of something: the page follows by itself, or, without script, is loaded again.</summary>
    public async Task WaitAsync(ILocator what, int count, bool hasScript)
    {
        for (var tries = 0; !hasScript && tries < 300 && await what.CountAsync() != count; tries++)
        {
            await guest.Page.ReloadAsync();
        }

        await Assertions.Expect(what).ToHaveCountAsync(count, new() { Timeout = Patience });
    }
}
