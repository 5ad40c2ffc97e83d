using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Api;

/// <summary>Who may set which fields of objects, and when; of analyses and worksheets their own rules say so.</summary>
internal static class EditRules
{
    private static readonly string[] OfSamples =
    [
        nameof(Sample.Contact), nameof(Sample.DateSampled), nameof(Sample.ClientOrderNumber), nameof(Sample.ClientReference),
        nameof(Sample.ClientSampleID), nameof(Sample.Priority), nameof(Sample.Remarks), nameof(Sample.InternalUse),
        nameof(Sample.Description), nameof(Sample.Specification),
    ];

    /// <summary>Fields of analyses that can be set.</summary>
    public static IReadOnlyList<string> OfAnalyses { get; } =
    [
        nameof(Analysis.Result), nameof(Analysis.Remarks), nameof(Analysis.Hidden), nameof(Analysis.Analyst),
        nameof(Analysis.Method), nameof(Analysis.Instrument),
    ];

    /// <summary>Fields of worksheets that can be set.</summary>
    public static IReadOnlyList<string> OfWorksheets { get; } =
    [
        nameof(Worksheet.Analyst), nameof(Worksheet.Instrument), nameof(Worksheet.Method), nameof(Worksheet.ResultsLayout),
        nameof(Worksheet.Remarks),
    ];

    /// <summary>Why the user may not set these fields; null: the user may.</summary>
    public static Refusal? Check(LabActions actions, LabObject before, IReadOnlyList<string> names) => before switch
    {
        Sample sample => CheckSample(actions, sample, names),
        Setup => actions.Require(Permission.ManageBika, before),
        ReferenceSample => actions.Require(Permission.ManageReference, before),
        _ => actions.Require(Permission.Modify, before),
    };

    private static Refusal? CheckSample(LabActions actions, Sample before, IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => !OfSamples.Contains(name, StringComparer.Ordinal)) is { } foreign)
        {
            return new Refusal(RefusalKind.Invalid, $"Of a sample, {string.Join(", ", OfSamples)} can be set, not {foreign}.");
        }

        if (before.State is SampleState.Published or SampleState.Cancelled or SampleState.Rejected or SampleState.Invalid)
        {
            return new Refusal(RefusalKind.NotNow, $"{before.Id} is {before.State}; its fields are not changed any more.");
        }

        return actions.Require(Permission.EditSampleFields, before);
    }
}
