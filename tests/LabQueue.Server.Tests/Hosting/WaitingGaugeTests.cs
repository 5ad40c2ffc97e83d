using System.Diagnostics.Metrics;
using LabQueue.Engine;
using LabQueue.Server.Hosting;
using LabQueue.TestKit;
using LabQueue.TestKit.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Server.Tests.Hosting;

public sealed class WaitingGaugeTests
{
    [Fact]
    public async Task Who_measures_is_told_how_many_tasks_wait()
    {
        await using var server = await ServerFixture.StartAsync();
        var meters = server.Services.GetRequiredService<IMeterFactory>();
        using var gauge = new WaitingGauge(server.Store, server.Clock, meters, NullLogger<WaitingGauge>.Instance);
        var measured = new List<(string Name, long Value, object? Site)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                // Other servers of this process have meters of that name, too.
                if (instrument.Meter.Name == QueueMetrics.MeterName && instrument.Meter.Scope == meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) => measured.Add((instrument.Name, value, tags[0].Value)));
        listener.Start();
        await server.Queue.AddAsync(
            [Given.NewTask(), Given.NewTask("t2")], Given.Clerk, TestContext.Current.CancellationToken);

        await gauge.RunOnceAsync(TestContext.Current.CancellationToken);
        listener.RecordObservableInstruments();

        measured.ShouldContain(("labqueue.tasks.waiting", 2, ServerFixture.Site));
    }
}
