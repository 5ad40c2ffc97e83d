using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Workflow;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>What is published of a sample, before and after that.</summary>
internal sealed class ReportModel(LabPageServices pages, LabApiServices api) : SamplePage(pages, api)
{
    /// <summary>What is published.</summary>
    public SampleReport Report { get; private set; } = new(new Sample(), []);

    /// <summary>Whether the person may publish it now.</summary>
    public bool MayPublish { get; private set; }

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        if (!MayReadReport)
        {
            return Refuse();
        }

        await LookAsync(async (actions, visibility) =>
        {
            Report = (await SampleReport.ReadAsync(actions.Work, visibility, [Sample], Aborted))[0];
            MayPublish = (await actions.AllowedAsync(Sample.Uid, Aborted)).Contains(TransitionId.Publish, StringComparer.Ordinal);
            return true;
        });
        return Page();
    }
}
