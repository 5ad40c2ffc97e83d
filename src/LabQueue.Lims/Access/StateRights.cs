using LabQueue.Lims.Objects;
using static LabQueue.Lims.Access.Role;

namespace LabQueue.Lims.Access;

/// <summary>Roles by permission in the states of objects other than analyses (<c>lims-domain</c>, 2.7 to 2.9).</summary>
internal static class StateRights
{
    private static readonly IReadOnlyList<string> Everybody = [.. SiteRights.Laboratory, SiteAdministrator, Role.Client];

    private static readonly RoleMap WorksheetClosed = new(
        (Permission.View, SiteRights.Laboratory),
        (Permission.EditWorksheet, []),
        (Permission.ViewResults, [Analyst, LabClerk, LabManager, Manager]));

    private static readonly RoleMap WorksheetOpen =
        WorksheetClosed.With((Permission.EditWorksheet, [Analyst, LabClerk, LabManager, Manager]));

    private static readonly RoleMap WorksheetSubmitted =
        WorksheetClosed.With((Permission.EditWorksheet, SiteRights.Managers));

    // A contact has Activate and Deactivate in its client's tree, but not for the client itself.
    private static readonly RoleMap ActiveClient = new(
        (Permission.Activate, SiteRights.Managers),
        (Permission.Deactivate, SiteRights.Managers));

    private static readonly RoleMap InactiveClient = ActiveClient.With((Permission.View, SiteRights.Clerks));

    private static readonly RoleMap ClientContact = new(
        (Permission.View, [.. SiteRights.Clerks, Publisher, Owner]),
        (Permission.Activate, SiteRights.Clerks),
        (Permission.Deactivate, SiteRights.Clerks));

    private static readonly RoleMap SetupItem = new(
        (Permission.View, Everybody),
        (Permission.Modify, SiteRights.Clerks),
        (Permission.Activate, SiteRights.Managers),
        (Permission.Deactivate, SiteRights.Managers));

    private static readonly RoleMap References = new(
        (Permission.View, SiteRights.Laboratory),
        (Permission.Modify, [.. SiteRights.Clerks, Analyst]),
        (Permission.Activate, SiteRights.Managers),
        (Permission.Deactivate, SiteRights.Managers));

    /// <summary>The map of an object's state; what it says nothing about, the site says.</summary>
    public static RoleMap Of(LabObject about) => about switch
    {
        Analysis analysis => AnalysisRights.Of(analysis),
        Sample or Folder => RoleMap.Empty,
        Worksheet { State: WorksheetState.Open } => WorksheetOpen,
        Worksheet { State: WorksheetState.ToBeVerified } => WorksheetSubmitted,
        Worksheet => WorksheetClosed,
        LabClient { State: ActiveState.Inactive } => InactiveClient,
        LabClient => ActiveClient,
        Contact => ClientContact,
        ReferenceSample => References,
        _ => SetupItem,
    };
}
