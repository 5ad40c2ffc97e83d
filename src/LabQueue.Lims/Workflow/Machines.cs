using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Workflow;

/// <summary>Which state machine an object follows.</summary>
internal static class Machines
{
    /// <summary>All of them that have transitions.</summary>
    public static IReadOnlyList<StateMachine> All { get; } =
    [
        AnalysisMachines.Routine,
        AnalysisMachines.Duplicate,
        AnalysisMachines.Reference,
        WorksheetMachine.Worksheet,
        SampleMachine.Sample,
        ActiveMachines.Client,
        ActiveMachines.Contact,
        ActiveMachines.LabContact,
        ActiveMachines.SetupItem,
        ActiveMachines.ReferenceSample,
    ];

    /// <summary>The machine of an object.</summary>
    public static StateMachine Of(LabObject about) => about switch
    {
        Analysis { Kind: AnalysisKind.Routine } => AnalysisMachines.Routine,
        Analysis { Kind: AnalysisKind.Duplicate } => AnalysisMachines.Duplicate,
        Analysis => AnalysisMachines.Reference,
        Worksheet => WorksheetMachine.Worksheet,
        Sample => SampleMachine.Sample,
        LabClient => ActiveMachines.Client,
        Contact => ActiveMachines.Contact,
        LabContact => ActiveMachines.LabContact,
        ReferenceSample => ActiveMachines.ReferenceSample,
        Folder or Setup => ActiveMachines.Fixed,
        _ => ActiveMachines.SetupItem,
    };
}
