using LabQueue.TestKit;

namespace LabQueue.LedgerConsumer;

/// <summary>Writes down what a consumer is answered to its reports.</summary>
internal sealed class ToldQueue(IQueue inner, RunLedger ledger) : QueueDecorator(inner)
{
    /// <inheritdoc/>
    public override async Task<PopResult> PopAsync(PopRequest request, CancellationToken cancellationToken)
    {
        var result = await Inner.PopAsync(request, cancellationToken);
        foreach (var (report, told) in request.Reports.Zip(result.Reported))
        {
            ledger.Told(report, told.Outcome);
        }

        return result;
    }

    /// <inheritdoc/>
    public override async Task<ReportResult> ReportAsync(TaskReport report, CancellationToken cancellationToken)
    {
        var result = await Inner.ReportAsync(report, cancellationToken);
        ledger.Told(report, result.Outcome);
        return result;
    }
}
