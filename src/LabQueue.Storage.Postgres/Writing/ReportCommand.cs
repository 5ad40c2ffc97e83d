namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Says what became of a task.</summary>
/// <param name="report">What is said.</param>
internal sealed class ReportCommand(TaskReport report) : WriteCommand<ReportResult>(Turn.Report)
{
    /// <inheritdoc/>
    public override void Plan(LoadPlan plan) => plan.TaskUids.Add(report.TaskUid);

    /// <inheritdoc/>
    public override async ValueTask RunAsync(GroupWork work, CancellationToken cancellationToken) =>
        Result = await Reporting.RunAsync(work, report, cancellationToken);
}
