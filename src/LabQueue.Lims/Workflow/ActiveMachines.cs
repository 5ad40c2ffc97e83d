using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Workflow;

/// <summary>State machines of what is only in use or not (<c>lims-domain</c>, 2.9).</summary>
internal static class ActiveMachines
{
    /// <summary>A client.</summary>
    public static StateMachine Client { get; } = Of("client", "Client");

    /// <summary>A contact of a client.</summary>
    public static StateMachine Contact { get; } = Of("clientcontact", "Contact");

    /// <summary>A person of the laboratory.</summary>
    public static StateMachine LabContact { get; } = Of("labcontact", "Lab contact");

    /// <summary>Services, types, categories, departments, instruments, methods, templates, definitions.</summary>
    public static StateMachine SetupItem { get; } = Of("setupitem", "Setup item");

    /// <summary>What is always there: folders and the setup.</summary>
    public static StateMachine Fixed { get; } = new("fixed", "Folder", [ActiveState.Active], [ActiveState.Active], []);

    /// <summary>A reference sample.</summary>
    public static StateMachine ReferenceSample { get; } = new(
        "referencesample",
        "Reference sample",
        [ReferenceSampleState.Current],
        [ReferenceSampleState.Current, ReferenceSampleState.Expired, ReferenceSampleState.Disposed, ReferenceSampleState.Inactive],
        [
            new(TransitionId.Expire, "Expire", [ReferenceSampleState.Current], [ReferenceSampleState.Expired])
            {
                Permissions = [Permission.ManageReference],
            },
            new(TransitionId.Dispose, "Dispose", [ReferenceSampleState.Expired], [ReferenceSampleState.Disposed])
            {
                Permissions = [Permission.ManageReference],
            },
            new(TransitionId.Deactivate, "Deactivate", [ReferenceSampleState.Current], [ReferenceSampleState.Inactive])
            {
                Permissions = [Permission.Deactivate],
            },
            new(TransitionId.Activate, "Activate", [ReferenceSampleState.Inactive], [ReferenceSampleState.Current])
            {
                Permissions = [Permission.Activate],
            },
        ]);

    private static StateMachine Of(string id, string title) => new(
        id,
        title,
        [ActiveState.Active],
        [ActiveState.Active, ActiveState.Inactive],
        [
            new(TransitionId.Deactivate, "Deactivate", [ActiveState.Active], [ActiveState.Inactive])
            {
                Permissions = [Permission.Deactivate],
            },
            new(TransitionId.Activate, "Activate", [ActiveState.Inactive], [ActiveState.Active])
            {
                Permissions = [Permission.Activate],
            },
        ]);
}
