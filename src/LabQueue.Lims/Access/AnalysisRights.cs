using LabQueue.Lims.Objects;
using static LabQueue.Lims.Access.Role;

namespace LabQueue.Lims.Access;

/// <summary>Roles by permission in the states of analyses (<c>lims-domain</c>, 2.1, 2.4 and 2.5).</summary>
internal static class AnalysisRights
{
    private static readonly IReadOnlyList<string> Entering = [Analyst, LabManager, Manager];
    private static readonly IReadOnlyList<string> InTheField = [LabManager, Manager, Sampler];
    private static readonly IReadOnlyList<string> Hiding = [LabManager, Manager, LabClerk, Publisher];
    private static readonly IReadOnlyList<string> Placing = [Analyst, LabClerk, LabManager, Manager];
    private static readonly IReadOnlyList<string> Seeing =
        [Analyst, LabClerk, LabManager, Manager, Publisher, RegulatoryInspector, Sampler, Verifier];

    private static readonly RoleMap Closed = new(
        (Permission.Modify, []),
        (Permission.EditResults, []),
        (Permission.EditFieldResults, []),
        (Permission.FieldEditResult, []),
        (Permission.FieldEditRemarks, []),
        (Permission.FieldEditHidden, []),
        (Permission.ViewResults, Seeing));

    private static readonly RoleMap Registered = Closed.With(
        (Permission.EditFieldResults, InTheField),
        (Permission.FieldEditResult, InTheField),
        (Permission.FieldEditRemarks, InTheField),
        (Permission.ViewResults, SiteRights.Laboratory));

    private static readonly RoleMap Open = Closed.With(
        (Permission.EditResults, Entering),
        (Permission.EditFieldResults, InTheField),
        (Permission.FieldEditResult, Entering),
        (Permission.FieldEditRemarks, Entering),
        (Permission.FieldEditHidden, Hiding),
        (Permission.AssignAnalysis, Placing),
        (Permission.UnassignAnalysis, Placing));

    private static readonly RoleMap Submitted = Closed.With(
        (Permission.FieldEditHidden, Hiding),
        (Permission.Retract, [Analyst, LabManager, Manager, Sampler]));

    private static readonly RoleMap Verified = Closed.With(
        (Permission.FieldEditHidden, Hiding),
        (Permission.ViewResults, [.. Seeing, Owner]));

    private static readonly RoleMap QualityOpen = Closed.With(
        (Permission.View, SiteRights.Laboratory),
        (Permission.EditResults, Entering),
        (Permission.FieldEditResult, Entering),
        (Permission.FieldEditRemarks, Entering),
        (Permission.Delete, Placing));

    private static readonly RoleMap QualityClosed = Closed.With(
        (Permission.View, SiteRights.Laboratory),
        (Permission.Retract, Entering));

    private static readonly RoleMap DuplicateClosed = QualityClosed.With((Permission.Delete, Placing));

    /// <summary>The map of an analysis' state.</summary>
    public static RoleMap Of(Analysis analysis) => analysis.Kind switch
    {
        AnalysisKind.Routine => OfRoutine(analysis.State),
        AnalysisKind.Duplicate => analysis.State switch
        {
            AnalysisState.Assigned => QualityOpen,
            AnalysisState.ToBeVerified or AnalysisState.Verified => DuplicateClosed,
            _ => QualityClosed,
        },
        AnalysisKind.Blank or AnalysisKind.Control =>
            analysis.State == AnalysisState.Assigned ? QualityOpen : QualityClosed,
    };

    private static RoleMap OfRoutine(string state) => state switch
    {
        AnalysisState.Registered => Registered,
        AnalysisState.Unassigned or AnalysisState.Assigned => Open,
        AnalysisState.ToBeVerified => Submitted,
        AnalysisState.Verified or AnalysisState.Published => Verified,
        _ => Closed,
    };
}
