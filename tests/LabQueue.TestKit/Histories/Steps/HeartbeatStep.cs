namespace LabQueue.TestKit.Histories.Steps;

/// <summary>A consumer says that it still works on some of its claims.</summary>
/// <param name="Site">The site.</param>
/// <param name="Claims">Which claims, back from the latest.</param>
/// <param name="Consumer">Who says so; null: whoever took the first of them.</param>
/// <param name="Lease">Seconds of the lease from now on; null: as it was.</param>
public sealed record HeartbeatStep(int Site, IReadOnlyList<int> Claims, int? Consumer, int? Lease) : HistoryStep(Site)
{
    /// <inheritdoc/>
    public override async Task RunAsync(HistoryRun run, SiteRun site)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(site);
        var claims = Claims.Where(back => back < site.Claims.Count).Select(back => site.Claims[^(1 + back)]).ToList();
        if (claims.Count == 0)
        {
            return;
        }

        var consumer = Consumer is { } other ? HistoryWords.Consumers[other] : claims[0].Consumer;
        var length = Lease is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var held = claims.ConvertAll(claim => new HeldTask(claim.Uid, claim.Fence ?? 0));
        var expected = held.ConvertAll(task => site.Model.Heartbeat(task, consumer, length, run.Now));
        var sent = new Heartbeat(
            consumer, [.. held.Select(task => task with { Fence = site.StoreFence(task.Fence)!.Value })], length);

        var actual = await site.Queue.HeartbeatAsync(sent, CancellationToken.None);

        Differ.IfNotSame(
            "answers to the heartbeat",
            expected.Select(answer => (answer with { Fence = site.StoreFence(answer.Fence)!.Value }).ToString()),
            actual.Select(answer => answer.ToString()));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"site {Site}: heartbeat of claims -{string.Join(", -", Claims)}"
        + (Consumer is { } other ? $" by {HistoryWords.Consumers[other]}" : string.Empty)
        + (Lease is null ? string.Empty : $" for {Lease} s");
}
