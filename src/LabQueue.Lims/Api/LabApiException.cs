using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Api;

/// <summary>Ends a call with an answer that says no; what it had begun to change is undone.</summary>
/// <param name="error">The answer.</param>
internal sealed class LabApiException(LabApiError error) : Exception(error.Message)
{
    /// <summary>An answer that the laboratory's rules give.</summary>
    public LabApiException(Refusal refusal)
        : this(LabApiError.Of(refusal))
    {
    }

    /// <summary>The answer.</summary>
    public LabApiError Error => error;

    /// <summary>Goes on only where there is no refusal.</summary>
    public static void ThrowIf(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new LabApiException(refusal);
        }
    }
}
