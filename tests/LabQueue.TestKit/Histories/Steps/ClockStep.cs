namespace LabQueue.TestKit.Histories.Steps;

/// <summary>Time goes by; maybe the server does its housekeeping, or was down meanwhile.</summary>
/// <param name="Milliseconds">How much.</param>
/// <param name="Then">What comes after it.</param>
public sealed record ClockStep(int Milliseconds, AfterClock Then) : HistoryStep(0)
{
    /// <inheritdoc/>
    public override async Task RunAsync(HistoryRun run, SiteRun site)
    {
        ArgumentNullException.ThrowIfNull(run);
        run.Clock.Advance(TimeSpan.FromMilliseconds(Milliseconds));
        switch (Then)
        {
            case AfterClock.Sweep:
                await run.SweepAsync();
                break;
            case AfterClock.Reopen:
                await run.ReopenAsync();
                break;
            case AfterClock.Nothing:
                break;
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<HistoryStep> Plainer()
    {
        if (Then != AfterClock.Nothing)
        {
            yield return this with { Then = AfterClock.Nothing };
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Milliseconds / 1_000.0} s pass" + (Then == AfterClock.Nothing ? string.Empty : $", {Then}");
}
