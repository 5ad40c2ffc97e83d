using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Background;

/// <summary>Names of the laboratory's tasks in the queue; those of senaite.queue where it has one (<c>lims-domain</c>, 4.1).</summary>
internal static class TaskNames
{
    /// <summary>Puts analyses on a worksheet.</summary>
    public const string Assign = "task_assign_analyses";

    /// <summary>Does an action that has no name of its own.</summary>
    public const string Generic = "task_generic_action";

    /// <summary>Makes what somebody may see visible, or takes it away.</summary>
    public const string Rights = "task_reindex_object_security";

    /// <summary>Makes the analyses of registered samples.</summary>
    public const string Register = "task_register_samples";

    /// <summary>What the name of a task for an action begins with.</summary>
    public const string ActionPrefix = "task_action_";

    /// <summary>All of them. Tasks of other names in the same queue are other programs' business.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Assign, Generic, Rights, Register,
        .. Machines.All
            .SelectMany(machine => machine.Transitions)
            .Select(transition => ActionPrefix + transition.Id)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The name of the task that does an action.</summary>
    public static string Of(string action) => action switch
    {
        WorkAction.Assign or WorkAction.ApplyTemplate => Assign,
        WorkAction.Register => Register,
        WorkAction.Grant or WorkAction.Revoke => Rights,
        _ => ActionPrefix + action,
    };

    /// <summary>The action of a task that somebody else added; null where its name says none.</summary>
    public static string? ActionOf(QueueTask task) => task.Name switch
    {
        Assign => WorkAction.Assign,
        Register => WorkAction.Register,
        Generic => task.Action,
        _ when task.Name.StartsWith(ActionPrefix, StringComparison.Ordinal) => task.Name[ActionPrefix.Length..],
        _ => null,
    };

    /// <summary>What excludes other work at the same time: the worksheet, the sample, or the client's tree.</summary>
    public static string? LaneOf(LabObject? context) => context?.Uid;
}
