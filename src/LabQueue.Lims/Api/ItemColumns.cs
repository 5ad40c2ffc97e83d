using System.Text.Json.Nodes;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Store;
using LabQueue.Lims.Worksheets;

namespace LabQueue.Lims.Api;

/// <summary>What lists say of objects beyond the objects themselves, read for a whole page at once.</summary>
internal sealed class ItemColumns
{
    /// <summary>Names of all of them, and of those that are the object's own.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "getAnalyst", "getAnalysesNum", "getClientTitle", "getClientUID", "getDateReceived", "getDateSampled",
        "getNumberOfQCAnalyses", "getNumberOfRegularAnalyses", "getNumberOfRegularSamples", "getPosition", "getProgress",
        "getRequestID", "getRequestUID", "getSampleTypeUID", "getServiceUID", "getWorksheetUID", "Keyword", "review_state", "version",
    ];

    private readonly Dictionary<string, string> _clients;
    private readonly IReadOnlyDictionary<string, SampleNumbers> _samples;
    private readonly IReadOnlyDictionary<string, SheetNumbers> _sheets;

    private ItemColumns(
        Dictionary<string, string> clients, IReadOnlyDictionary<string, SampleNumbers> samples, IReadOnlyDictionary<string, SheetNumbers> sheets) =>
        (_clients, _samples, _sheets) = (clients, samples, sheets);

    /// <summary>Reads those of a page.</summary>
    public static async Task<ItemColumns> ReadAsync(LabReader reader, IReadOnlyList<LabObject> page, CancellationToken cancellationToken)
    {
        string[] clients = [.. page.Select(value => value.ClientUid).OfType<string>().Distinct(StringComparer.Ordinal)];
        Sample[] samples = [.. page.OfType<Sample>()];
        Worksheet[] sheets = [.. page.OfType<Worksheet>()];
        return new ItemColumns(
            clients.Length == 0 ? [] : (await reader.FindAsync<LabClient>(clients, cancellationToken))
                .ToDictionary(client => client.Uid, client => client.Title, StringComparer.Ordinal),
            samples.Length == 0 ? new Dictionary<string, SampleNumbers>(StringComparer.Ordinal)
                : await SampleNumbers.ReadAsync(reader, samples, cancellationToken),
            sheets.Length == 0 ? new Dictionary<string, SheetNumbers>(StringComparer.Ordinal)
                : await SheetNumbers.ReadAsync(reader, sheets, cancellationToken));
    }

    /// <summary>Adds an object's to what is said of it.</summary>
    public void AddTo(JsonObject item, LabObject value)
    {
        if (value.ClientUid is { } client)
        {
            item["getClientTitle"] = _clients.GetValueOrDefault(client);
        }

        switch (value)
        {
            case Sample sample:
                AddTo(item, sample, _samples[sample.Uid]);
                break;
            case Worksheet sheet:
                AddTo(item, sheet, _sheets[sheet.Uid]);
                break;
        }
    }

    private static void AddTo(JsonObject item, Sample sample, SampleNumbers numbers)
    {
        item["getProgress"] = numbers.Progress;
        item["getAnalysesNum"] = new JsonArray(numbers.Verified, numbers.Total, numbers.Open, numbers.ToBeVerified);
        item["getSampleTypeUID"] = sample.SampleType;
        item["getDateSampled"] = sample.DateSampled is { } sampled ? ItemWriter.Time(sampled) : null;
        item["getDateReceived"] = sample.DateReceived is { } received ? ItemWriter.Time(received) : null;
    }

    private static void AddTo(JsonObject item, Worksheet sheet, SheetNumbers numbers)
    {
        item["getAnalyst"] = sheet.Analyst;
        item["getProgress"] = numbers.Progress;
        item["getNumberOfRegularSamples"] = numbers.RegularSamples;
        item["getNumberOfRegularAnalyses"] = numbers.RegularAnalyses;
        item["getNumberOfQCAnalyses"] = numbers.QcAnalyses;
    }
}
