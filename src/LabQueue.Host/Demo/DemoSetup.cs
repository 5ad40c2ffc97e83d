using LabQueue.Lims.Objects;
using LabQueue.Lims.Registry;
using LabQueue.Lims.Store;

namespace LabQueue.Host.Demo;

/// <summary>What the demo laboratory offers, and for whom: all of it is made in one transaction.</summary>
internal static class DemoSetup
{
    private static readonly (string Keyword, string Title)[] Metals =
        [("Cu", "Copper"), ("Fe", "Iron"), ("Ca", "Calcium"), ("Mg", "Magnesium"), ("Zn", "Zinc"), ("Pb", "Lead")];

    private static readonly (string ClientID, string Title, string First, string Last)[] Clients =
        [("HH", "Happy Hills", "Rita", "Mohale"), ("RV", "Riverside Waters", "Neil", "Brook"), ("KM", "Klaymore Mine", "Ida", "Stone")];

    /// <summary>Makes it, where it is not there.</summary>
    public static async Task<bool> AddAsync(LabWork work, CancellationToken cancellationToken)
    {
        if (await work.CountAsync(new LabQuery { Types = [LabClient.Type] }, cancellationToken) > 0)
        {
            return false;
        }

        var department = await Add(new Department { Title = "Water chemistry", DepartmentID = "WC" });
        var category = await Add(new AnalysisCategory { Title = "Metals", Department = department.Uid });
        var flame = await Add(new Method { Title = "Flame absorption", MethodID = "AAS-1", Accredited = true });
        var plasma = await Add(new Method { Title = "Plasma emission", MethodID = "ICP-1" });
        var first = await Add(new Instrument { Title = "Spectrometer 1", InstrumentType = "AAS", Brand = "Demo", SerialNo = "1001", Methods = [flame.Uid] });
        var second = await Add(new Instrument { Title = "Spectrometer 2", InstrumentType = "ICP", Brand = "Demo", SerialNo = "2002", Methods = [plasma.Uid, flame.Uid] });
        await Add(new SampleType { Title = "Water", Prefix = "W", MinimumVolume = "100 ml", RetentionPeriod = 30 });
        var services = new Dictionary<string, AnalysisService>(StringComparer.Ordinal);
        foreach (var (keyword, title) in Metals)
        {
            services[keyword] = await Add(new AnalysisService
            {
                Title = title,
                Keyword = keyword,
                Unit = "mg/l",
                Price = 12.50m,
                BulkPrice = 10m,
                Category = category.Uid,
                Department = department.Uid,
                Methods = [flame.Uid, plasma.Uid],
                Method = flame.Uid,
                Instruments = [first.Uid, second.Uid],
                DuplicateVariation = 10,
                Min = 0,
                Max = 50,
            });
        }

        var (blank, control) = await AddReferencesAsync(work, services, cancellationToken);
        await AddTemplatesAsync(work, services, blank, control, cancellationToken);
        await AddClientsAsync(work, cancellationToken);
        return true;

        Task<T> Add<T>(T value)
            where T : LabObject => LabItems.AddAsync(work, value, cancellationToken);
    }

    private static async Task<(ReferenceDefinition Blank, ReferenceDefinition Control)> AddReferencesAsync(
        LabWork work, Dictionary<string, AnalysisService> services, CancellationToken cancellationToken)
    {
        ReferenceResult[] nothing = [.. services.Values.Select(service => new ReferenceResult(service.Uid, 0, 0, 0.5m))];
        ReferenceResult[] ten = [.. services.Values.Select(service => new ReferenceResult(service.Uid, 10, 9, 11))];
        var blank = await LabItems.AddAsync(
            work, new ReferenceDefinition { Title = "Distilled water", Blank = true, ReferenceResults = [.. nothing] }, cancellationToken);
        var control = await LabItems.AddAsync(
            work, new ReferenceDefinition { Title = "Metals 10 mg/l", ReferenceResults = [.. ten] }, cancellationToken);
        var supplier = await LabItems.AddAsync(work, new Supplier { Title = "Reference Materials Demo" }, cancellationToken);
        foreach (var (definition, results) in ((ReferenceDefinition, ReferenceResult[])[])[(blank, nothing), (control, ten)])
        {
            var sample = new ReferenceSample
            {
                Title = definition.Title,
                ReferenceDefinition = definition.Uid,
                Blank = definition.Blank,
                State = ReferenceSampleState.Current,
                Manufacturer = "Demo",
                LotNumber = definition.Blank ? "B-1" : "C-1",
                ExpiryDate = work.Now.AddYears(5),
                ReferenceResults = [.. results],
            };
            await LabItems.AddAsync(work, sample, supplier, cancellationToken);
        }

        return (blank, control);
    }

    private static async Task AddTemplatesAsync(
        LabWork work,
        Dictionary<string, AnalysisService> services,
        ReferenceDefinition blank,
        ReferenceDefinition control,
        CancellationToken cancellationToken)
    {
        TemplateRow[] routine = [.. Enumerable.Range(1, 20).Select(slot => new TemplateRow(slot, AnalysisKind.Routine))];
        TemplateRow[] checkedRows =
        [
            .. routine[..10],
            new TemplateRow(11, AnalysisKind.Duplicate, DuplicateOf: 1),
            new TemplateRow(12, AnalysisKind.Duplicate, DuplicateOf: 6),
            new TemplateRow(13, AnalysisKind.Blank, blank.Uid),
            new TemplateRow(14, AnalysisKind.Control, control.Uid),
        ];
        await AddAsync("Metals with quality control", ["Cu", "Fe", "Zn"], checkedRows);
        await AddAsync("Metals", ["Cu", "Fe", "Zn"], routine);
        await AddAsync("Hardness and lead", ["Ca", "Mg", "Pb"], routine);

        Task<WorksheetTemplate> AddAsync(string title, string[] keywords, TemplateRow[] rows) => LabItems.AddAsync(
            work,
            new WorksheetTemplate { Title = title, Services = [.. keywords.Select(keyword => services[keyword].Uid)], TemplateLayout = [.. rows] },
            cancellationToken);
    }

    private static async Task AddClientsAsync(LabWork work, CancellationToken cancellationToken)
    {
        foreach (var (id, title, first, last) in Clients)
        {
            var client = await LabItems.AddAsync(work, new LabClient { Title = title, ClientID = id }, cancellationToken);
            var contact = new Contact
            {
                Title = $"{first} {last}",
                Firstname = first,
                Surname = last,
                EmailAddress = $"{first.ToLowerInvariant()}@demo.example",
            };
            await LabItems.AddAsync(work, contact, client, cancellationToken);
        }
    }
}
