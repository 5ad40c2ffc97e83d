using System.Diagnostics.Metrics;
using LabQueue.Engine;
using LabQueue.Server;
using LabQueue.Storage.Sqlite;
using LabQueue.TestKit.Docs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Host.Tests.Docs;

public sealed class MetricsDocTests
{
    private static readonly DocTable Table = DocPage.Of("docs", "reference", "metrics.md").Table("Instrument");

    [Fact]
    public async Task Every_instrument_is_described_and_nothing_else()
    {
        var instruments = await InstrumentsAsync();

        var described = Enumerable.Range(0, Table.Rows.Count).Select(row => string.Join(", ", new[]
        {
            Cell("Instrument", row), Cell("Kind", row), Cell("Unit", row), Cell("What it tells", row),
        }));

        described.ShouldBe(instruments, ignoreOrder: true);
    }

    [Fact]
    public void The_tags_are_those_that_are_sent()
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        // Other tests of this process have stores that measure at the same time, from threads of their own.
        using var meters = new OwnMeters();
        using var metrics = new QueueMetrics(meters);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter == meters.Made)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, sent, _) => Note(instrument, sent));
        listener.SetMeasurementEventCallback<double>((instrument, _, sent, _) => Note(instrument, sent));
        listener.Start();

        metrics.Added("task");
        metrics.Started("task", TimeSpan.FromSeconds(1));
        metrics.Ended("task", QueueTaskStatus.Done, TimeSpan.FromSeconds(1));

        foreach (var (name, sent) in tags)
        {
            Cell("Tags", Table.Column("Instrument").Select(DocTable.Plain).ToList().IndexOf(name)).ShouldBe(sent);
        }

        tags.Count.ShouldBe(4);

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> sent) =>
            tags[instrument.Name] = string.Join(", ", sent.ToArray().Select(tag => tag.Key));
    }

    private static string Cell(string column, int row) => DocTable.Plain(Table.Column(column)[row]);

    private static async Task<IReadOnlyCollection<string>> InstrumentsAsync()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == QueueMetrics.MeterName)
            {
                found.Add($"{instrument.Name}, {KindOf(instrument)}, {instrument.Unit}, {instrument.Description}");
            }
        };

        var folder = Directory.CreateTempSubdirectory("labqueue-doc-");
        try
        {
            await using var store = await SqliteQueueStore.OpenAsync(
                new SqliteStoreOptions { Folder = folder.FullName },
                TimeProvider.System,
                NullLoggerFactory.Instance,
                metrics: null,
                TestContext.Current.CancellationToken);
            await using var app = ServerApp.Build(
                new ServerOptions { Urls = ["http://127.0.0.1:0"], Environment = "Testing", Site = "senaite" }, store, TimeProvider.System);
            _ = app.Services.GetServices<IHostedService>().ToArray();
            listener.Start();
            return found;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" => "counter",
        "Histogram" => "histogram",
        "ObservableGauge" => "gauge",
        var other => other,
    };

    private sealed class OwnMeters : IMeterFactory
    {
        public Meter? Made { get; private set; }

        public Meter Create(MeterOptions options) => Made = new Meter(options);

        public void Dispose() => Made?.Dispose();
    }
}
