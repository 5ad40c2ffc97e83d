using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Registry;

/// <summary>The folders that every laboratory has (<c>lims-domain</c>, 1.1), and what lies in which.</summary>
internal static class LabFolders
{
    private static readonly (string Path, string Title)[] All =
    [
        ("clients", "Clients"),
        ("worksheets", "Worksheets"),
        ("methods", "Methods"),
        ("bika_setup", "Setup"),
        ("bika_setup/bika_analysisservices", "Analysis services"),
        ("bika_setup/bika_labcontacts", "Lab contacts"),
        ("bika_setup/bika_instruments", "Instruments"),
        ("bika_setup/bika_worksheettemplates", "Worksheet templates"),
        ("bika_setup/bika_referencedefinitions", "Reference definitions"),
        ("setup", "Setup"),
        ("setup/departments", "Departments"),
        ("setup/analysiscategories", "Analysis categories"),
        ("setup/sampletypes", "Sample types"),
        ("setup/suppliers", "Suppliers"),
    ];

    /// <summary>The folder in which objects of a type lie; null for types that lie in other objects.</summary>
    public static string? PathOf(string site, string portalType) => portalType switch
    {
        LabClient.Type => LabPath.Clients(site),
        Worksheet.Type => LabPath.Worksheets(site),
        Method.Type => $"/{site}/methods",
        AnalysisService.Type => $"{LabPath.Setup(site)}/bika_analysisservices",
        LabContact.Type => $"{LabPath.Setup(site)}/bika_labcontacts",
        Instrument.Type => $"{LabPath.Setup(site)}/bika_instruments",
        WorksheetTemplate.Type => $"{LabPath.Setup(site)}/bika_worksheettemplates",
        ReferenceDefinition.Type => $"{LabPath.Setup(site)}/bika_referencedefinitions",
        Department.Type => $"/{site}/setup/departments",
        AnalysisCategory.Type => $"/{site}/setup/analysiscategories",
        SampleType.Type => $"/{site}/setup/sampletypes",
        Supplier.Type => $"/{site}/setup/suppliers",
        _ => null,
    };

    /// <summary>Makes those that are missing, in one transaction.</summary>
    public static async Task FoundAsync(LabWork work, CancellationToken cancellationToken)
    {
        if (await work.FindPathAsync($"/{work.Site}/{All[^1].Path}", cancellationToken) is not null)
        {
            return;
        }

        Dictionary<string, string> uids = new(StringComparer.Ordinal);
        foreach (var (path, title) in All)
        {
            var whole = $"/{work.Site}/{path}";
            var slash = path.LastIndexOf('/');
            var parent = slash < 0 ? LabUid.Site : uids[path[..slash]];
            var id = path[(slash + 1)..];
            LabObject made = whole == LabPath.Setup(work.Site)
                ? work.Add(new Setup { Id = id, Path = whole, Title = title, ParentUid = parent })
                : work.Add(new Folder { Id = id, Path = whole, Title = title, ParentUid = parent });
            uids[path] = made.Uid;
        }
    }
}
