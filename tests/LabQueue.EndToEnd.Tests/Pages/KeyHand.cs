using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>Somebody who has a keyboard and nothing else: Tab goes on, Enter and Space press, arrows choose.</summary>
/// <param name="guest">Who.</param>
internal sealed class KeyHand(Guest guest) : Hand(guest)
{
    private const int MostSteps = 500;

    // How many stops of Tab lie before it, at least: it need not be asked after each of those whether it is reached.
    private const string Distance = """
        element => {
          const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
            .filter(stop => stop.tabIndex >= 0 && !stop.disabled && stop.checkVisibility() && (stop.type !== 'radio' || stop.checked));
          return Math.max(0, stops.indexOf(element) - stops.indexOf(document.activeElement) - 1);
        }
        """;

    private IKeyboard Keys => Guest.Page.Keyboard;

    /// <inheritdoc/>
    public override async Task PressAsync(ILocator what)
    {
        await ReachAsync(what);
        await Keys.PressAsync("Enter");
    }

    /// <inheritdoc/>
    public override async Task TickAsync(ILocator what)
    {
        await ReachAsync(what);
        await Keys.PressAsync("Space");
        await Assertions.Expect(what).ToBeCheckedAsync();
    }

    /// <inheritdoc/>
    public override async Task WriteAsync(ILocator what, string text)
    {
        await ReachAsync(what);
        await Keys.PressAsync("Control+A");
        await Keys.TypeAsync(text);
    }

    /// <inheritdoc/>
    public override async Task ChooseAsync(ILocator what, string label)
    {
        await ReachAsync(what);
        for (var steps = 0; steps < MostSteps && await what.EvaluateAsync<string>("list => list.selectedOptions[0].label") != label; steps++)
        {
            await Keys.PressAsync("ArrowDown");
        }
    }

    private async Task ReachAsync(ILocator what)
    {
        await Assertions.Expect(what).ToBeVisibleAsync();
        for (var stops = await what.EvaluateAsync<int>(Distance); stops > 0; stops--)
        {
            await Keys.PressAsync("Tab");
        }

        for (var steps = 0; !await what.EvaluateAsync<bool>("element => element === document.activeElement"); steps++)
        {
            steps.ShouldBeLessThan(MostSteps, $"{await what.EvaluateAsync<string>("element => element.outerHTML")} is not reached by Tab");
            await Keys.PressAsync("Tab");
        }
    }
}
