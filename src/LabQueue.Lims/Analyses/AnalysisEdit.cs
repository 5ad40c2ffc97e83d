namespace LabQueue.Lims.Analyses;

/// <summary>What a person changes of an analysis. Null leaves a field as it is; an empty text empties it.</summary>
internal sealed record AnalysisEdit
{
    /// <summary>The result.</summary>
    public string? Result { get; init; }

    /// <summary>When the result was measured; null: now, where the result changes.</summary>
    public DateTimeOffset? ResultCaptureDate { get; init; }

    /// <summary>Who is to do it: a user.</summary>
    public string? Analyst { get; init; }

    /// <summary>Method, by uid.</summary>
    public string? Method { get; init; }

    /// <summary>Instrument, by uid.</summary>
    public string? Instrument { get; init; }

    /// <summary>Notes.</summary>
    public string? Remarks { get; init; }

    /// <summary>Not shown to the client.</summary>
    public bool? Hidden { get; init; }

    /// <summary>The analysis' version when the person looked; null: whatever it is now.</summary>
    public long? Version { get; init; }
}
