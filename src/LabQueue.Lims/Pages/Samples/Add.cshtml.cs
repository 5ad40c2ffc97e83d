using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Store;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>Registers samples: some that are alike, or one for each row of a table.</summary>
internal sealed class AddModel(LabPageServices pages, LabApiServices api) : RecordPage(pages, api)
{
    private const int MostChoices = 1_000;
    private const int LargestFile = 2_000_000;

    /// <inheritdoc/>
    public override string Title => L["Add samples"];

    /// <summary>The client, by id.</summary>
    [BindProperty(SupportsGet = true, Name = "client")]
    public string? ClientId { get; set; }

    /// <summary>Who sent them.</summary>
    [BindProperty]
    public string? Contact { get; set; }

    /// <summary>What they are made of.</summary>
    [BindProperty]
    public string? SampleType { get; set; }

    /// <summary>When they were taken, in the person's zone.</summary>
    [BindProperty]
    public string? DateSampled { get; set; }

    /// <summary>How soon they are worked on.</summary>
    [BindProperty]
    public int Priority { get; set; } = 3;

    /// <summary>What they are analysed for.</summary>
    [BindProperty(Name = "Services")]
    public string[] ServiceUids { get; set; } = [];

    /// <summary>How many, where there is no table.</summary>
    [BindProperty]
    public int Number { get; set; } = 1;

    /// <summary>The client's order.</summary>
    [BindProperty]
    public string? Order { get; set; }

    /// <summary>The client's words for them.</summary>
    [BindProperty]
    public string? Reference { get; set; }

    /// <summary>A table with a row for each.</summary>
    [BindProperty]
    public string? Table { get; set; }

    /// <summary>The client; null: it is still to be chosen.</summary>
    public LabClient? Client { get; private set; }

    /// <summary>Clients to choose from.</summary>
    public IReadOnlyList<LabClient> Clients { get; private set; } = [];

    /// <summary>Contacts of the client.</summary>
    public IReadOnlyList<Contact> Contacts { get; private set; } = [];

    /// <summary>Sample types in use.</summary>
    public IReadOnlyList<SampleType> Types { get; private set; } = [];

    /// <summary>Services in use.</summary>
    public IReadOnlyList<AnalysisService> Offered { get; private set; } = [];

    /// <summary>The table as it was read; null: it was not.</summary>
    public IReadOnlyList<SampleTableRow>? Preview { get; private set; }

    /// <summary>Why nothing was registered; null: nobody tried.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync() => await FindAsync() ?? Page();

    /// <summary>Reads the table and shows it, or registers.</summary>
    /// <param name="preview">Nothing is registered yet.</param>
    /// <param name="file">A file with the table.</param>
    public async Task<IActionResult> OnPostAsync(string? preview, IFormFile? file)
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        if (Client is null)
        {
            return Page();
        }

        if (file is { Length: > 0 })
        {
            if (file.Length > LargestFile)
            {
                return Show(L["The file is too large."]);
            }

            using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
            Table = await reader.ReadToEndAsync(Aborted);
            preview ??= "true";
        }

        var usual = Usual(Client);
        if (usual.DateSampled is null && !string.IsNullOrWhiteSpace(DateSampled))
        {
            return Show(L["The date sampled cannot be read."]);
        }

        if (!string.IsNullOrWhiteSpace(Table))
        {
            Preview = new SampleTable(usual, Types, Contacts, Offered, Preferences.ZoneOf(Request)).Read(Table);
        }

        return preview is not null
            ? Show(Preview is null or [] ? L["There is no table to read. Paste one, or choose a file."] : null)
            : await RegisterAsync(usual);
    }

    /// <summary>What a sample type is called.</summary>
    public string TypeOf(string uid) => Types.FirstOrDefault(type => type.Uid == uid)?.Title ?? string.Empty;

    /// <summary>Keywords of services.</summary>
    public string KeywordsOf(IReadOnlyList<string> uids) =>
        string.Join(' ', uids.Select(uid => Offered.FirstOrDefault(service => service.Uid == uid)?.Keyword ?? uid));

    private async Task<IActionResult> RegisterAsync(NewSample usual)
    {
        if (Preview is { } rows && rows.Any(row => row.Wrong.Count > 0))
        {
            return Show(L["Some rows cannot be read. Nothing was registered."]);
        }

        if (Preview is null && (usual.SampleType.Length == 0 || usual.Services.Count == 0))
        {
            return Show(L["Choose a sample type and at least one service."]);
        }

        NewSample[] samples = Preview is { } read ? [.. read.Select(row => row.Sample)] : [.. Enumerable.Repeat(usual, Math.Clamp(Number, 1, SampleTable.Most))];
        if (samples.Length is 0 or > SampleTable.Most)
        {
            return Show(L["{0} samples at once at most.", SampleTable.Most]);
        }

        var (answer, error) = await AskAsync(CreateRoutes.CreateAsync, new JsonArray([.. samples.Select(RecordOf)]), ("resource", Sample.Type));
        if (answer is null)
        {
            return Show(error!.Sentence);
        }

        var refused = answer["refused"] as JsonArray ?? [];
        var taken = samples.Length - refused.Count;
        Tell(MessageKind.Done, L.Count(taken, "{0} sample is being registered. It has its id as soon as that is done.|{0} samples are being registered. They have their ids as soon as that is done."));
        foreach (var sentence in refused.Select(item => item!["message"]!.GetValue<string>()).Distinct(StringComparer.Ordinal).Take(5))
        {
            TellEnglish(MessageKind.Refused, sentence);
        }

        return Go("samples?tab=due");
    }

    private PageResult Show(string? wrong)
    {
        Wrong = wrong;
        Response.StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        return Page();
    }

    private NewSample Usual(LabClient client) => new(client.Uid, SampleType ?? string.Empty, ServiceUids)
    {
        Contact = string.IsNullOrEmpty(Contact) ? null : Contact,
        DateSampled = LocalTime.Read(DateSampled, Preferences.ZoneOf(Request)),
        Priority = Priority,
        ClientOrderNumber = Order ?? string.Empty,
        ClientReference = Reference ?? string.Empty,
    };

    private static JsonNode RecordOf(NewSample sample) => new JsonObject
    {
        [nameof(Client)] = sample.ClientUid,
        [nameof(SampleType)] = sample.SampleType,
        [nameof(Contact)] = sample.Contact,
        ["Analyses"] = new JsonArray([.. sample.Services.Select(service => (JsonNode)service)]),
        [nameof(DateSampled)] = sample.DateSampled?.ToString("O", CultureInfo.InvariantCulture),
        [nameof(Priority)] = sample.Priority,
        ["ClientOrderNumber"] = sample.ClientOrderNumber,
        ["ClientReference"] = sample.ClientReference,
        ["ClientSampleID"] = sample.ClientSampleID,
        ["Remarks"] = sample.Remarks,
    };

    private async Task<IActionResult?> FindAsync()
    {
        if (!Me.Has([.. SiteRights.Clerks]) && Me.ClientUid is null)
        {
            return Refuse();
        }

        if ((ClientId ?? Me.ClientUid) is { Length: > 0 } id)
        {
            Client = await FindAsync(id, LabClient.Type) as LabClient;
            if (Client is null)
            {
                return NotFound();
            }

            ClientId = Client.Id;
        }

        await ReadAsync(async reader =>
        {
            if (Client is null)
            {
                Clients = await ListAsync<LabClient>(reader, LabClient.Type, null);
                return true;
            }

            Contacts = await ListAsync<Contact>(reader, Objects.Contact.Type, Client.Uid);
            Types = await ListAsync<SampleType>(reader, Objects.SampleType.Type, null);
            Offered = await ListAsync<AnalysisService>(reader, AnalysisService.Type, null);
            return true;
        });
        return null;
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(LabReader reader, string type, string? parent)
        where T : LabObject
    {
        var query = new LabQuery { Types = [type], States = [ActiveState.Active], ParentUid = parent, Sort = LabSort.Title, Limit = MostChoices };
        return Visibility.Narrow(query) is { } narrowed ? await reader.ListAsync<T>(narrowed, Aborted) : [];
    }
}
