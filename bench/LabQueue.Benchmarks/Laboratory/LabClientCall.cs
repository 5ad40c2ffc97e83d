namespace LabQueue.Benchmarks.Laboratory;

/// <summary>A person's request and what came of it.</summary>
/// <param name="Took">Until the answer was there.</param>
/// <param name="Status">HTTP status.</param>
internal readonly record struct LabClientCall(TimeSpan Took, int Status)
{
    /// <summary>Somebody else was faster, and the person was told so.</summary>
    public bool IsConflict => Status == 409;
}
