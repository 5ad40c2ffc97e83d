using LabQueue.Lims.Background;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Tests.Background;

/// <summary>For tests in which no sample is registered.</summary>
internal sealed class NoRegistration : ISampleRegistration
{
    /// <inheritdoc/>
    public Task<Refusal?> CompleteAsync(LabActions actions, string sampleUid, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
