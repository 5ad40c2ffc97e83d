using static LabQueue.Lims.Access.Role;

namespace LabQueue.Lims.Access;

/// <summary>Roles by permission where an object's state says nothing else (<c>lims-domain</c>, 6.2).</summary>
internal static class SiteRights
{
    /// <summary>Those who work in the laboratory.</summary>
    public static IReadOnlyList<string> Laboratory { get; } =
        [Manager, LabManager, LabClerk, Analyst, Verifier, Publisher, Sampler, SamplingCoordinator, Preserver, RegulatoryInspector];

    /// <summary>Those who run it.</summary>
    public static IReadOnlyList<string> Managers { get; } = [Manager, LabManager];

    /// <summary>Those who run it, and clerks.</summary>
    public static IReadOnlyList<string> Clerks { get; } = [Manager, LabManager, LabClerk];

    private static readonly RoleMap Restricted = new(
        (Permission.View, [.. Laboratory, Owner]),
        (Permission.Modify, [.. Clerks, Owner]),
        (Permission.Add, [.. Clerks, Owner]),
        (Permission.Delete, Managers),
        (Permission.AddClient, Clerks),
        (Permission.AddSample, [.. Clerks, Owner]),
        (Permission.AddAnalysis, [.. Clerks, Owner]),
        (Permission.AddSetupItem, [.. Clerks, Owner]),
        (Permission.AddReferenceDefinition, [.. Managers, Owner]),
        (Permission.AddWorksheet, [.. Managers, Owner]),
        (Permission.ManageWorksheets, Managers),
        (Permission.EditWorksheet, [.. Managers, Analyst]),
        (Permission.RemoveWorksheet, Managers),
        (Permission.RejectWorksheet, Managers),
        (Permission.ReceiveSample, [.. Clerks, SamplingCoordinator]),
        (Permission.CancelSample, [.. Clerks, Owner]),
        (Permission.RejectSample, Clerks),
        (Permission.EditSampleFields, [.. Clerks, Role.Client]),
        (Permission.AssignAnalysis, [.. Managers, Analyst, Verifier]),
        (Permission.UnassignAnalysis, [.. Managers, Analyst, Verifier]),
        (Permission.EditResults, [.. Managers, Analyst]),
        (Permission.EditFieldResults, [.. Managers, Sampler]),
        (Permission.Retract, Managers),
        (Permission.Retest, Managers),
        (Permission.RejectAnalysis, Managers),
        (Permission.Verify, [.. Managers, Verifier]),
        (Permission.PublishResults, [.. Managers, Publisher]),
        (Permission.Invalidate, Managers),
        (Permission.ViewResults, Laboratory),
        (Permission.ViewRetracted, [.. Clerks, Analyst, Verifier, Publisher]),
        (Permission.ManageBika, Clerks),
        (Permission.ManageLoginDetails, Managers),
        (Permission.ViewLog, Managers),
        (Permission.ManageSamples, [.. Clerks, Analyst, Publisher, Owner]),
        (Permission.ManageReference, [.. Clerks, Analyst]),
        (Permission.Activate, [.. Managers, Owner]),
        (Permission.Deactivate, [.. Managers, Owner]));

    private static readonly RoleMap Unrestricted = Restricted.With(
        (Permission.AddWorksheet, [.. Clerks, Analyst, Owner]),
        (Permission.ManageWorksheets, [.. Clerks, Analyst]),
        (Permission.EditWorksheet, [.. Clerks, Analyst]));

    /// <summary>All permissions that there are on the site as a whole.</summary>
    public static IEnumerable<string> Permissions => Restricted.Permissions;

    /// <summary>The roles of a permission; none where only states of objects give it.</summary>
    /// <param name="permission">See <see cref="Permission"/>.</param>
    /// <param name="restricted">Whether only managers manage worksheets, see <see cref="Objects.Setup.RestrictWorksheetManagement"/>.</param>
    public static IReadOnlyList<string> RolesOf(string permission, bool restricted) =>
        (restricted ? Restricted : Unrestricted).Find(permission) ?? [];
}
