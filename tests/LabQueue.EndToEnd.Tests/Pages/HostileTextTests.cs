using LabQueue.EndToEnd.Tests.Laboratory;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>Texts that would like to be more than texts: they stand in every field, and pages show them as they are.</summary>
public sealed class HostileTextTests(RunningLaboratory laboratory, Browser browser) : IClassFixture<RunningLaboratory>, IDisposable
{
    private const string Script = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">";

    private static readonly string Short = Script + "\u202Edetrever\u202C & \"quotes\" 'x' {{7*7}} 🧪👩‍🔬 ";
    private static readonly string Long = Short + new string('x', 10_000 - Short.Length);
    private static readonly string Line = Short + new string('y', 900 - Short.Length);

    private readonly LabDay _day = new(laboratory.Setup);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose() => _day.Dispose();

    [Fact]
    public async Task Hostile_texts_are_shown_as_texts_on_every_page()
    {
        var paths = await FillAsync();

        var faults = new List<string>();
        foreach (var look in (Look[])[new Look(), Look.Phone])
        {
            await using var manager = await Guest.OpenAsync(browser, laboratory.Setup, look, "hostile");
            foreach (var path in paths)
            {
                (await manager.GoAsync(path))!.Status.ShouldBe(200, path);
                var fault = await manager.Page.EvaluateAsync<string>(
                    """
                    () => document.title === 'taken' || document.querySelector('img[src=x], main script') ? 'a text became more than text'
                      : !document.documentElement.textContent.includes('document.title=') ? 'no hostile text is shown'
                      : document.documentElement.scrollWidth > document.documentElement.clientWidth ? 'wider than the window: '
                        + [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1
                          && !one.closest('.listing, .tabs, .frame-nav')).slice(0, 4).map(one => one.outerHTML.slice(0, 90)).join(' | ')
                      : ''
                    """);
                if (fault.Length > 0)
                {
                    faults.Add($"{look.Width} {path}: {fault}");
                }
            }
        }

        faults.ShouldBeEmpty();
    }

    // Whose records they are is hostile as well.
    private async Task<IReadOnlyList<string>> FillAsync()
    {
        await _day.Manager.DoAsync(
            "users/create",
            new { username = "hostile", password = LabSetup.Password, fullname = Line, email = "h@lab.example", roles = new[] { "LabManager" } },
            Token);
        var (client, clientId) = await AddAsync("Client", new { ClientID = "HOSTILE", EmailAddress = Line, Phone = Line, Fax = Line });
        var (contact, contactId) = await AddAsync("Contact", new { parent_uid = client, Salutation = Line, Firstname = Line, Surname = Line, EmailAddress = Line, JobTitle = Line, BusinessPhone = Line, MobilePhone = Line });
        var (category, categoryId) = await AddAsync("AnalysisCategory", new { });
        var (method, methodId) = await AddAsync("Method", new { MethodID = Line, Instructions = Long });
        var (instrument, instrumentId) = await AddAsync("Instrument", new { InstrumentType = Line, Brand = Line, Model = Line, SerialNo = Line, Methods = new[] { method } });
        var (type, typeId) = await AddAsync("SampleType", new { Prefix = "HOST", MinimumVolume = Line });
        var (service, serviceId) = await AddAsync("AnalysisService", new { Keyword = "Host", Category = category, Unit = Line, Methods = new[] { method }, Method = method, Instruments = new[] { instrument }, Instrument = instrument });
        var (_, departmentId) = await AddAsync("Department", new { DepartmentID = Line });
        var (supplier, supplierId) = await AddAsync("Supplier", new { });
        var (_, definitionId) = await AddAsync("ReferenceDefinition", new { });
        var (_, referenceId) = await AddAsync("ReferenceSample", new { parent_uid = supplier, Manufacturer = Line, LotNumber = Line, ReferenceResults = new[] { new { Service = service, Result = "1", Min = "0", Max = "2" } } });
        var (template, templateId) = await AddAsync("WorksheetTemplate", new { Services = new[] { service } });
        var (_, labContactId) = await AddAsync("LabContact", new { Firstname = Line, Surname = Line, JobTitle = Line });
        var (sample, sheet) = await WorkAsync(client, contact, type, service);
        return
        [
            "clients", $"clients/{clientId}", $"clients/{clientId}/edit", $"clients/{clientId}/contacts", $"clients/{clientId}/contacts/{contactId}",
            $"clients/{clientId}/contacts/{contactId}/login", "setup/departments", $"setup/departments/{departmentId}", "setup/categories",
            $"setup/categories/{categoryId}", "setup/services", $"setup/services/{serviceId}", "setup/sampletypes", $"setup/sampletypes/{typeId}",
            "setup/methods", $"setup/methods/{methodId}", "setup/instruments", $"setup/instruments/{instrumentId}", "setup/referencedefinitions",
            $"setup/referencedefinitions/{definitionId}", "setup/suppliers", $"setup/suppliers/{supplierId}", "setup/referencesamples",
            $"setup/referencesamples/{referenceId}", "setup/worksheettemplates", $"setup/worksheettemplates/{templateId}", "setup/labcontacts",
            $"setup/labcontacts/{labContactId}", "setup/users", "setup/users/hostile/edit", "samples", "samples/add", $"samples/add?client={clientId}",
            $"samples/{sample}", $"samples/{sample}/analyses", $"samples/{sample}/report", $"samples/{sample}/edit", $"samples/{sample}/log",
            "worksheets", $"worksheets/{sheet}/manage_results", $"worksheets/{sheet}/add_analyses", $"worksheets/{sheet}/add_control",
            $"worksheets/{sheet}/add_duplicate",
        ];
    }

    // A sample with a result, and a worksheet with it; another sample's analysis still waits.
    private async Task<(string Sample, string Sheet)> WorkAsync(string client, string contact, string type, string service)
    {
        object Wanted() => new
        {
            parent_uid = client,
            Contact = contact,
            SampleType = type,
            DateSampled = "2026-01-05T08:00:00Z",
            Analyses = new[] { service },
            ClientSampleID = Line,
            ClientOrderNumber = Line,
            ClientReference = Line,
            Remarks = Long,
            Priority = 1,
        };
        var registered = await _day.Manager.DoAsync("analysisrequest/create", new[] { Wanted(), Wanted() }, Token);
        await _day.Manager.OutcomeAsync(registered, Token);
        string[] samples = [.. registered["items"].EnumerateArray().Select(item => item.Uid())];
        await _day.Manager.WorkAsync("analysisrequest/action", new { action = "receive", uids = samples }, samples.Length, Token);
        var analysis = (await _day.Manager.UidsAsync($"analysis?getRequestUID={samples[0]}", Token)).Single();
        var sheet = (await _day.Manager.DoAsync("create", new { portal_type = "Worksheet", Analyst = "hostile", Remarks = Long }, Token))["items"][0];
        await _day.Manager.WorkAsync($"worksheet/{sheet.Uid()}/add_analyses", new { uids = new[] { analysis } }, 1, Token);
        await _day.Manager.DoAsync("analysis/update", new { uid = analysis, Result = Line, Remarks = Long }, Token);
        return ((await _day.Manager.AskAsync($"analysisrequest/{samples[0]}", Token))["items"][0].Text("id"), sheet.Text("id"));
    }

    private async Task<(string Uid, string Id)> AddAsync(string type, object fields)
    {
        var record = System.Text.Json.JsonSerializer.SerializeToNode(fields)!.AsObject();
        record["portal_type"] = type;
        record["title"] ??= Long;
        record["description"] = Long;
        var made = (await _day.Manager.DoAsync("create", record, Token))["items"][0];
        return (made.Uid(), made.Text("id"));
    }
}
