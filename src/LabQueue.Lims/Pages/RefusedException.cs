using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Pages;

/// <summary>Ends a change that is refused, so that nothing of it is kept.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
{
    /// <summary>Why.</summary>
    public Refusal Refusal { get; } = refusal;
}
