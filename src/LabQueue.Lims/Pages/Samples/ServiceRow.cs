using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>A service where the analyses of a sample are chosen.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Keyword">Its keyword, or the id of the analysis that is there.</param>
internal sealed record ServiceRow(string Title, string Keyword)
{
    /// <summary>The uid of the service, or of the analysis that is there.</summary>
    public string Uid { get; init; } = string.Empty;

    /// <summary>The analysis that is there; null: none.</summary>
    public Analysis? Analysis { get; init; }

    /// <summary>Whether the analysis waits for a task.</summary>
    public bool IsQueued { get; init; }

    /// <summary>Whether the analysis can be taken away.</summary>
    public bool MayRemove { get; init; }

    /// <summary>Whether who looks may hide it from the client, and show it again.</summary>
    public bool MayHide { get; init; }

    /// <summary>Title of the category; empty: none.</summary>
    public string Category { get; init; } = string.Empty;

    /// <summary>The unit of results.</summary>
    public string Unit { get; init; } = string.Empty;

    /// <summary>The price for this client.</summary>
    public decimal Price { get; init; }

    /// <summary>The least and the highest result in range.</summary>
    public (decimal? Min, decimal? Max) Range { get; init; }
}
