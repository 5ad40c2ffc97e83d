using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Background;

/// <summary>What registration in the background needs of the samples' own rules.</summary>
internal interface ISampleRegistration
{
    /// <summary>Makes the analyses of a sample that was only noted, and gives it its id, last.</summary>
    Task<Refusal?> CompleteAsync(LabActions actions, string sampleUid, CancellationToken cancellationToken);
}
