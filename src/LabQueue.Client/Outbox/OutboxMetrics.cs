using System.Diagnostics.Metrics;

namespace LabQueue.Client.Outbox;

/// <summary>What an outbox tells monitoring systems: meter <c>LabQueue</c>.</summary>
internal sealed class OutboxMetrics : IDisposable
{
    private readonly Meter _meter;

    public OutboxMetrics(
        Func<OutboxFigures> figures, Func<OutboxBlock?> block, TimeProvider time, IMeterFactory? meters = null)
    {
        _meter = meters?.Create("LabQueue") ?? new Meter("LabQueue");
        _meter.CreateObservableGauge(
            "labqueue.outbox.tasks", () => Tasks(figures()), "{task}", "Tasks kept for the server, and those it refused");
        _meter.CreateObservableGauge(
            "labqueue.outbox.age", () => Since(figures().Oldest, time), "s", "How long the first of the waiting tasks has been kept");
        _meter.CreateObservableGauge(
            "labqueue.outbox.blocked", () => Since(block()?.Since, time), "s", "How long the first of them has been sent in vain");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static Measurement<long>[] Tasks(OutboxFigures figures) =>
    [
        new(figures.Waiting, new KeyValuePair<string, object?>("state", "waiting")),
        new(figures.Refused, new KeyValuePair<string, object?>("state", "refused")),
    ];

    private static double Since(DateTimeOffset? begin, TimeProvider time) =>
        begin is { } then ? Math.Max(0, (time.GetUtcNow() - then).TotalSeconds) : 0;
}
