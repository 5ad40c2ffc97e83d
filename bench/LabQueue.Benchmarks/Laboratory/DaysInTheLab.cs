extern alias Laboratory;

using System.Globalization;
using Laboratory::LabQueue.Lims.Analyses;
using Laboratory::LabQueue.Lims.Objects;
using Laboratory::LabQueue.Lims.Samples;
using Laboratory::LabQueue.Lims.Store;
using Laboratory::LabQueue.Lims.Worksheets;

namespace LabQueue.Benchmarks.Laboratory;

/// <summary>
/// Fills the demo laboratory with forty days of work, by its own store and a day in a transaction: most is published, some waits to
/// be verified, some lies on open worksheets, and what came last on none.
/// </summary>
internal sealed class DaysInTheLab
{
    /// <summary>Analyses of a sample.</summary>
    public const int PerSample = 5;

    private const int Days = 40;
    private const int SamplesOnSheet = 10;
    private const string Analyst = "analyst1";
    private const string Verifier = "verifier1";

    private static readonly string[] Keywords = ["Cu", "Fe", "Ca", "Mg", "Zn"];
    private static readonly Fate Waiting = new(SampleState.Received, AnalysisState.Unassigned, null);
    private static readonly Fate OnSheet = new(SampleState.Received, AnalysisState.Assigned, WorksheetState.Open);

    private readonly PastClock _clock = new(TimeProvider.System.GetUtcNow().AddDays(-Days));
    private readonly LabStore _store;
    private readonly string _site;
    private int _samples;

    private DaysInTheLab(string file, string site) => (_store, _site) = (new LabStore(new SqliteLabDatabase(file), _clock), site);

    /// <summary>The id of a worksheet with very many analyses, in rows.</summary>
    public string LargeSheet { get; private set; } = string.Empty;

    /// <summary>The same in columns.</summary>
    public string LargeTransposedSheet { get; private set; } = string.Empty;

    /// <summary>The id of a worksheet with a template and nothing on it.</summary>
    public string EmptySheet { get; private set; } = string.Empty;

    /// <summary>The id of the last sample.</summary>
    public string LastSample { get; private set; } = string.Empty;

    /// <summary>Fills a laboratory that no process has open.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="site">Its site.</param>
    /// <param name="samples">How many samples it gets.</param>
    /// <param name="onLargeSheet">Analyses on each of two large worksheets.</param>
    public static async Task<DaysInTheLab> FillAsync(string file, string site, int samples, int onLargeSheet)
    {
        var days = new DaysInTheLab(file, site);
        var large = onLargeSheet / PerSample;
        var perDay = (samples - (2 * large)) / Days;
        for (var age = Days; age > 0; age--)
        {
            await days.WorkAsync(async day =>
            {
                for (var made = 0; made < perDay; made += SamplesOnSheet)
                {
                    await days.AddAsync(day, FateOf(age), Math.Min(SamplesOnSheet, perDay - made), SheetChange.Classic);
                }

                return string.Empty;
            });
            days._clock.Now += TimeSpan.FromDays(1);
        }

        days.LargeSheet = await days.WorkAsync(day => days.AddAsync(day, OnSheet, large, SheetChange.Classic));
        days.LargeTransposedSheet = await days.WorkAsync(day => days.AddAsync(day, OnSheet, large, SheetChange.Transposed));
        days.EmptySheet = await days.WorkAsync(async day =>
            (await AddSheetAsync(day, WorksheetState.Open, SheetChange.Classic, day.Template.Uid)).Id);
        return days;
    }

    /// <summary>Whether the audit trail has a seal for all that was done.</summary>
    public async Task<bool> IsSealedAsync()
    {
        await using var reader = await _store.ReadAsync(_site, CancellationToken.None);
        return await reader.ScalarAsync<long>(
            "select (select max(number) from audit) = (select max(audit_number) from audit_seal)", new { }, CancellationToken.None) == 1;
    }

    private static Fate FateOf(int age) => age switch
    {
        > 10 => new Fate(SampleState.Published, AnalysisState.Published, WorksheetState.Verified),
        > 6 => new Fate(SampleState.Verified, AnalysisState.Verified, WorksheetState.Verified),
        > 4 => new Fate(SampleState.ToBeVerified, AnalysisState.ToBeVerified, WorksheetState.ToBeVerified),
        > 3 => OnSheet,
        > 1 => Waiting,
        _ => new Fate(SampleState.Due, AnalysisState.Registered, null),
    };

    private async Task<string> WorkAsync(Func<Day, Task<string>> add)
    {
        await using var work = await _store.BeginAsync(_site, new Origin("labmanager", _clock.Now), CancellationToken.None);
        var result = await add(await Day.BeginAsync(work, _site));
        await work.CommitAsync(CancellationToken.None);
        return result;
    }

    // Samples, and the worksheet that has all their analyses, if they are on one.
    private async Task<string> AddAsync(Day day, Fate fate, int samples, string layout)
    {
        var sheet = fate.Sheet is { } state ? await AddSheetAsync(day, state, layout, null) : null;
        for (var position = 1; position <= samples; position++)
        {
            var sample = await AddSampleAsync(day, fate);
            foreach (var (index, service) in day.Services.Index())
            {
                AddAnalysis(day, fate, sample, service, sheet is null ? null : new Slot(sheet.Uid, position, (position * PerSample) + index));
            }

            LastSample = sample.Id;
        }

        return sheet?.Id ?? string.Empty;
    }

    private static async Task<Worksheet> AddSheetAsync(Day day, string state, string layout, string? template)
    {
        var number = await day.Work.NextNumberAsync("worksheet-WS", CancellationToken.None);
        var id = string.Create(CultureInfo.InvariantCulture, $"WS-{number:D3}");
        return day.Work.Add(new Worksheet
        {
            Id = id,
            Title = id,
            Path = LabPath.Below(day.Sheets.Path, id),
            ParentUid = day.Sheets.Uid,
            State = state,
            Analyst = Analyst,
            ResultsLayout = layout,
            WorksheetTemplate = template,
        });
    }

    private async Task<Sample> AddSampleAsync(Day day, Fate fate)
    {
        var now = day.Work.Now;
        var number = ++_samples;
        var contact = day.Contacts[number % day.Contacts.Count];
        var client = day.Clients[contact.ClientUid!];
        var id = await SampleIds.NextAsync(day.Work, day.Water, CancellationToken.None);
        return day.Work.Add(new Sample
        {
            Id = id,
            Title = id,
            Path = LabPath.Below(client.Path, id),
            ParentUid = client.Uid,
            ClientUid = client.Uid,
            State = fate.Sample,

            // Each at a time of its own.
            Created = now.AddMilliseconds(number),
            Contact = contact.Uid,
            SampleType = day.Water.Uid,
            DateSampled = now.AddHours(-4),
            DateReceived = fate.Sample == SampleState.Due ? null : now,
            DateVerified = fate.Analysis is AnalysisState.Verified or AnalysisState.Published ? now : null,
            DatePublished = fate.Analysis == AnalysisState.Published ? now : null,
            ClientSampleID = string.Create(CultureInfo.InvariantCulture, $"Borehole {number}"),
            Priority = number % 25 == 0 ? 1 : 3,
        });
    }

    private static void AddAnalysis(Day day, Fate fate, Sample sample, AnalysisService service, Slot? slot)
    {
        var now = day.Work.Now;
        var isSubmitted = AnalysisState.IsSubmitted(fate.Analysis);
        WorkflowEvent[] history =
        [
            .. isSubmitted ? new[] { new WorkflowEvent("submit", Analyst, now, AnalysisState.ToBeVerified) } : [],
            .. AnalysisState.IsVerified(fate.Analysis) ? new[] { new WorkflowEvent("verify", Verifier, now, AnalysisState.Verified) } : [],
        ];
        day.Work.Add(NewAnalysis.Of(sample, service, service.Keyword, isBulk: false, day.Setup, now) with
        {
            State = fate.Analysis,
            Slot = slot,
            Analyst = slot is null ? string.Empty : Analyst,
            Result = isSubmitted ? "12.5" : string.Empty,
            ResultCaptureDate = isSubmitted ? now : null,
            History = [.. history],
        });
    }

    private sealed record Fate(string Sample, string Analysis, string? Sheet);

    /// <summary>A day's transaction, and what of the laboratory all its samples name.</summary>
    private sealed record Day(LabWork Work, LabObject Sheets, SampleType Water, WorksheetTemplate Template)
    {
        public required Setup Setup { get; init; }

        public required IReadOnlyList<Contact> Contacts { get; init; }

        public required Dictionary<string, LabClient> Clients { get; init; }

        public required IReadOnlyList<AnalysisService> Services { get; init; }

        public static async Task<Day> BeginAsync(LabWork work, string site)
        {
            var sheets = await work.FindPathAsync(LabPath.Worksheets(site), CancellationToken.None);
            var services = (await ListAsync<AnalysisService>()).ToDictionary(service => service.Keyword, StringComparer.Ordinal);
            return new Day(work, sheets!, (await ListAsync<SampleType>())[0], (await ListAsync<WorksheetTemplate>())[0])
            {
                Setup = await work.SetupAsync(CancellationToken.None),
                Contacts = await ListAsync<Contact>(),
                Clients = (await ListAsync<LabClient>()).ToDictionary(client => client.Uid, StringComparer.Ordinal),
                Services = [.. Keywords.Select(keyword => services[keyword])],
            };

            Task<IReadOnlyList<T>> ListAsync<T>()
                where T : LabObject => work.ListAsync<T>(new LabQuery(), CancellationToken.None);
        }
    }
}
