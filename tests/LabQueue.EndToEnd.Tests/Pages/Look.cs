using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>How a browser is set up.</summary>
/// <param name="Width">Width of its window in pixels.</param>
/// <param name="Scheme">The device's theme.</param>
/// <param name="Language">What it asks for.</param>
/// <param name="HasScript">Whether it runs scripts.</param>
public sealed record Look(int Width = 1440, ColorScheme Scheme = ColorScheme.Light, string Language = "en-GB", bool HasScript = true)
{
    /// <summary>A phone.</summary>
    public static Look Phone { get; } = new(Width: 390);

    /// <summary>Dark.</summary>
    public static Look Dark { get; } = new(Scheme: ColorScheme.Dark);

    /// <summary>Without script.</summary>
    public static Look Plain { get; } = new(HasScript: false);

    /// <summary>The same for the driver of the browser.</summary>
    internal BrowserNewContextOptions Options => new()
    {
        ViewportSize = new ViewportSize { Width = Width, Height = Width < 500 ? 844 : 900 },
        ColorScheme = Scheme,
        Locale = Language,
        JavaScriptEnabled = HasScript,
        TimezoneId = "Europe/Berlin",
    };
}
