using System.Diagnostics.Metrics;
using LabQueue.TestKit.Docs;

namespace LabQueue.Consumer.Tests.Docs;

public sealed class MetricsDocTests
{
    [Fact]
    public void Every_instrument_of_a_consumer_is_described_with_its_tags()
    {
        var table = DocPage.Of("docs", "reference", "metrics.md").Table("Instrument of a consumer");
        var sent = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var factory = new OwnMeters();
        using var metrics = new ConsumerMetrics(factory);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter == factory.Made)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();

        metrics.PickedUp("task", TimeSpan.FromSeconds(1));
        metrics.Ended("task", "done", TimeSpan.FromSeconds(1));

        table.Rows.Select(row => string.Join(", ", row.Select(DocTable.Plain))).ShouldBe(sent.Values, ignoreOrder: true);

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            sent[instrument.Name] = string.Join(", ", new[]
            {
                instrument.Name, instrument.GetType().Name.Split('`')[0].ToLowerInvariant(), instrument.Unit,
                string.Join(", ", tags.ToArray().Select(tag => tag.Key)), instrument.Description,
            });
    }

    private sealed class OwnMeters : IMeterFactory
    {
        public Meter? Made { get; private set; }

        public Meter Create(MeterOptions options) => Made = new Meter(options);

        public void Dispose() => Made?.Dispose();
    }
}
