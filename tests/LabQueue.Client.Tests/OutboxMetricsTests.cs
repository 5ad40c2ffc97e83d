using System.Diagnostics.Metrics;
using LabQueue.Client.Outbox;
using LabQueue.TestKit;
using LabQueue.TestKit.Docs;

namespace LabQueue.Client.Tests;

public sealed class OutboxMetricsTests
{
    private readonly SortedDictionary<string, string> _described = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    [Fact]
    public void Every_instrument_of_an_outbox_is_described_with_its_tags()
    {
        Record(new OutboxFigures(Waiting: 3, Given.Now.AddSeconds(-60), Refused: 1));

        DocPage.Of("docs", "reference", "metrics.md").Table("Instrument of an outbox").Rows
            .Select(row => string.Join(", ", row.Select(DocTable.Plain)))
            .ShouldBe(_described.Values, ignoreOrder: true);
    }

    [Fact]
    public void Number_and_age_of_what_waits_are_measured()
    {
        Record(
            new OutboxFigures(Waiting: 3, Given.Now.AddSeconds(-60), Refused: 1),
            new OutboxBlock("t1", "The server is out of order.", Given.Now.AddSeconds(-20)));

        _values.ShouldBe(
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["labqueue.outbox.tasks waiting"] = 3,
                ["labqueue.outbox.tasks refused"] = 1,
                ["labqueue.outbox.age "] = 60,
                ["labqueue.outbox.blocked "] = 20,
            },
            ignoreOrder: true);
    }

    [Fact]
    public void An_empty_outbox_has_no_age()
    {
        Record(default);

        _values["labqueue.outbox.age "].ShouldBe(0);
        _values["labqueue.outbox.blocked "].ShouldBe(0);
    }

    private void Record(OutboxFigures figures, OutboxBlock? block = null)
    {
        using var factory = new OwnMeters();
        using var metrics = new OutboxMetrics(() => figures, () => block, new ManualTimeProvider(), factory);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter == factory.Made)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var all = tags.ToArray();
        _values[$"{instrument.Name} {string.Join(' ', all.Select(tag => tag.Value))}"] = value;
        _described[instrument.Name] = string.Join(", ", new[]
        {
            instrument.Name, instrument.GetType().Name.Split('`')[0].ToLowerInvariant(), instrument.Unit,
            string.Join(", ", all.Select(tag => tag.Key)), instrument.Description,
        });
    }

    private sealed class OwnMeters : IMeterFactory
    {
        public Meter? Made { get; private set; }

        public Meter Create(MeterOptions options) => Made = new Meter(options);

        public void Dispose() => Made?.Dispose();
    }
}
