using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Workflow;

/// <summary>How refusals speak of objects, states and roles.</summary>
internal static class Words
{
    /// <summary>An object by the name that people know it by, such as <c>Cu of W-0001</c>.</summary>
    public static string Of(LabObject about) => about switch
    {
        Analysis { Kind: AnalysisKind.Duplicate } analysis => $"Duplicate {analysis.Id} of {analysis.ContainerId}",
        Analysis analysis => $"{analysis.Id} of {analysis.ContainerId}",
        Sample or Worksheet or ReferenceSample => about.Id,
        _ => about.Title.Length > 0 ? about.Title : about.Id,
    };

    /// <summary>A state in words, such as <c>to be verified</c>.</summary>
    public static string OfState(string state) => state switch
    {
        SampleState.Pending => "waiting to be registered",
        SampleState.Due => "due",
        SampleState.Received => "received",
        _ => state.Replace('_', ' '),
    };

    /// <summary>A list in words: <c>a, b or c</c>.</summary>
    public static string Any(IEnumerable<string> words)
    {
        string[] all = [.. words];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }
}
