using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Worksheets;

/// <summary>What a person changes in a worksheet's header. What is null stays as it is; what is empty is taken away.</summary>
internal sealed record SheetChange
{
    /// <summary>Results are shown in rows.</summary>
    public const string Classic = "analyses_classic_view";

    /// <summary>Results are shown in columns.</summary>
    public const string Transposed = "analyses_transposed_view";

    /// <summary>Who is responsible: a user's name.</summary>
    public string? Analyst { get; init; }

    /// <summary>Instrument, by uid.</summary>
    public string? Instrument { get; init; }

    /// <summary>Method, by uid.</summary>
    public string? Method { get; init; }

    /// <summary><see cref="Classic"/> or <see cref="Transposed"/>.</summary>
    public string? ResultsLayout { get; init; }

    /// <summary>Notes.</summary>
    public string? Remarks { get; init; }

    /// <summary>The worksheet with the changes.</summary>
    public Worksheet To(Worksheet worksheet) => worksheet with
    {
        Analyst = Analyst ?? worksheet.Analyst,
        Instrument = Change(worksheet.Instrument, Instrument),
        Method = Change(worksheet.Method, Method),
        ResultsLayout = ResultsLayout ?? worksheet.ResultsLayout,
        Remarks = Remarks ?? worksheet.Remarks,
    };

    private static string? Change(string? before, string? after) => after is null ? before : after.Length == 0 ? null : after;
}
