using System.Globalization;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Samples;

/// <summary>Reads samples from a table of texts. What a row leaves empty is taken from the form around it.</summary>
/// <param name="usual">What the form says.</param>
/// <param name="types">Sample types in use.</param>
/// <param name="contacts">Contacts of the client in use.</param>
/// <param name="services">Services in use.</param>
/// <param name="zone">The person's time zone.</param>
internal sealed class SampleTable(
    NewSample usual,
    IReadOnlyList<SampleType> types,
    IReadOnlyList<Contact> contacts,
    IReadOnlyList<AnalysisService> services,
    TimeZoneInfo zone)
{
    /// <summary>How many samples are registered at once at most.</summary>
    public const int Most = 2_000;

    private const string Sid = "ClientSampleID";
    private const string Type = "SampleType";
    private const string Date = "DateSampled";
    private const string Tests = "Services";
    private const string Order = "ClientOrderNumber";
    private const string Reference = "ClientReference";
    private const string Priority = "Priority";
    private const string Sender = "Contact";
    private const string Remarks = "Remarks";

    private static readonly string[] Formats =
        ["yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd", "dd.MM.yyyy HH:mm", "dd.MM.yyyy", "d.M.yyyy", "d.M.yyyy HH:mm"];

    private static readonly Dictionary<string, string> Headings = new (string Column, string[] Names)[]
    {
        (Sid, ["client sid", "clientsampleid", "sample", "sid"]),
        (Type, ["sample type", "sampletype", "type"]),
        (Date, ["date sampled", "datesampled", "date"]),
        (Tests, ["services", "analyses", "tests"]),
        (Order, ["client order", "clientordernumber", "order"]),
        (Reference, ["client ref", "clientreference", "reference"]),
        (Priority, ["priority"]),
        (Sender, ["contact"]),
        (Remarks, ["remarks"]),
    }.SelectMany(row => row.Names.Select(name => KeyValuePair.Create(name, row.Column))).ToDictionary(StringComparer.OrdinalIgnoreCase);

    // Of a table without headings.
    private static readonly string?[] UsualColumns = [Sid, Type, Date, Tests, Order, Reference, Priority, Remarks];

    /// <summary>Reads a table.</summary>
    public IReadOnlyList<SampleTableRow> Read(string text)
    {
        var rows = TextTable.Read(text);
        if (rows.Count == 0)
        {
            return [];
        }

        var hasHeadings = rows[0].Cells.Any(Headings.ContainsKey);
        string?[] columns = hasHeadings ? [.. rows[0].Cells.Select(cell => cell.Length == 0 ? cell : Headings.GetValueOrDefault(cell))] : UsualColumns;
        var unknown = hasHeadings ? rows[0].Cells.FirstOrDefault(cell => cell.Length > 0 && !Headings.ContainsKey(cell)) : null;
        return
        [
            .. rows.Skip(hasHeadings ? 1 : 0).Take(Most + 1).Select((row, place) =>
            {
                var read = ReadRow(row.Line, row.Cells, columns);
                return unknown is not null && place == 0
                    ? read with { Wrong = [.. read.Wrong, $"There is no column '{unknown}'."] }
                    : read;
            }),
        ];
    }

    private SampleTableRow ReadRow(int line, IReadOnlyList<string> cells, string?[] columns)
    {
        var sample = usual;
        var wrong = new List<string>();
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i].Length == 0)
            {
                continue;
            }

            if (i >= columns.Length || columns[i] is { Length: 0 })
            {
                wrong.Add($"Column {i + 1} has no heading.");
            }
            else if (columns[i] is { } column)
            {
                sample = Set(sample, column, cells[i], wrong);
            }
        }

        CheckNeeded(sample, wrong);
        return new SampleTableRow(line, sample, wrong);
    }

    private static void CheckNeeded(NewSample sample, List<string> wrong)
    {
        if (wrong.Count > 0)
        {
            return;
        }

        if (sample.SampleType.Length == 0)
        {
            wrong.Add("The sample type is missing.");
        }

        if (sample.Services.Count == 0)
        {
            wrong.Add("The services are missing.");
        }
    }

    private NewSample Set(NewSample sample, string column, string text, List<string> wrong)
    {
        switch (column)
        {
            case Type when Find(types, text, type => type.Prefix) is { } type:
                return sample with { SampleType = type.Uid };
            case Sender when Find(contacts, text, contact => contact.EmailAddress) is { } contact:
                return sample with { Contact = contact.Uid };
            case Date when DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && LocalTime.Of(local, zone) is { } moment:
                return sample with { DateSampled = moment };
            case Priority when text is ['1' or '2' or '3' or '4' or '5']:
                return sample with { Priority = text[0] - '0' };
            case Tests:
                return sample with { Services = [.. text.Split([' ', '|', ',', '+', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => ServiceOf(name, wrong))] };
            case Sid:
                return sample with { ClientSampleID = text };
            case Order:
                return sample with { ClientOrderNumber = text };
            case Reference:
                return sample with { ClientReference = text };
            case Remarks:
                return sample with { Remarks = text };
            default:
                wrong.Add(column switch
                {
                    Type => $"There is no sample type '{text}'.",
                    Sender => $"The client has no contact '{text}'.",
                    Date => $"'{text}' is no date such as 2026-01-05 08:00.",
                    _ => $"'{text}' is no priority from 1 to 5.",
                });
                return sample;
        }
    }

    private string ServiceOf(string name, List<string> wrong)
    {
        if (services.FirstOrDefault(service => service.Keyword.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return found.Uid;
        }

        wrong.Add($"There is no service '{name}'.");
        return name;
    }

    private static T? Find<T>(IReadOnlyList<T> among, string text, Func<T, string> other)
        where T : LabObject =>
        among.FirstOrDefault(one => one.Title.Equals(text, StringComparison.OrdinalIgnoreCase) || other(one).Equals(text, StringComparison.OrdinalIgnoreCase));
}
