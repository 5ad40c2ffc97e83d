namespace LabQueue.Host.Checks;

/// <summary>What a check found.</summary>
/// <param name="Name">What was looked at, in a word or two.</param>
/// <param name="State">How it came out.</param>
/// <param name="Text">What was found, and what to do about it.</param>
internal sealed record CheckResult(string Name, CheckState State, string Text)
{
    /// <summary>As it should be.</summary>
    public static CheckResult Ok(string name, string text) => new(name, CheckState.Ok, text);

    /// <summary>Works, and somebody should look at it.</summary>
    public static CheckResult Warn(string name, string text) => new(name, CheckState.Warn, text);

    /// <summary>Does not work.</summary>
    public static CheckResult Bad(string name, string text) => new(name, CheckState.Bad, text);
}
