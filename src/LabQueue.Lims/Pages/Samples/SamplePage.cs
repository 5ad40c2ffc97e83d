using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>A page about one sample.</summary>
internal abstract class SamplePage(LabPageServices pages, LabApiServices api) : RecordPage(pages, api)
{
    /// <summary>The sample's id, or its uid.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = string.Empty;

    /// <summary>The sample.</summary>
    public Sample Sample { get; private set; } = new();

    /// <inheritdoc/>
    public override string Title => Sample.State == SampleState.Pending ? L["Sample {0}", LabUid.Short(Sample.Uid)] : Sample.Id;

    /// <summary>The pages about the sample that the person may see.</summary>
    public IReadOnlyList<Tab> Pages
    {
        get
        {
            var address = AddressOf($"samples/{Sample.Id}");
            List<Tab> tabs = [new(L["Analyses"], address, this is ViewModel)];
            if (May(Permission.AddAnalysis, Sample) && SampleAnalyses.MayChange(Sample.State))
            {
                tabs.Add(new(L["Manage analyses"], address + "/analyses", this is AnalysesModel));
            }

            if (MayReadReport)
            {
                tabs.Add(new(Sample.State == SampleState.Published ? L["Published results"] : L["Preview of the results"], address + "/report", this is ReportModel));
            }

            if (May(Permission.ViewLog, Sample))
            {
                tabs.Add(new(L["Audit log"], address + "/log", this is LogModel));
            }

            return tabs;
        }
    }

    /// <summary>Whether the person may read what is published of it: its client only once it is.</summary>
    protected bool MayReadReport => Sample.State == SampleState.Published || May(Permission.ViewResults, Sample);

    /// <summary>Finds the sample.</summary>
    /// <returns>The answer where the person may not see it; null: it is there.</returns>
    protected async Task<IActionResult?> FindAsync()
    {
        if (await FindAsync(Id, Objects.Sample.Type) is not Sample found)
        {
            return NotFound();
        }

        Sample = found;
        return null;
    }
}
