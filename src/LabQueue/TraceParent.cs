using System.Diagnostics;

namespace LabQueue;

/// <summary>The trace in which a task was added: it travels in the task to the consumer that works on it.</summary>
/// <remarks>A field <c>trace_parent</c> of the task, in the form of the header <c>traceparent</c> of W3C Trace Context.</remarks>
internal static class TraceParent
{
    /// <summary>The field's name.</summary>
    public const string Field = "trace_parent";

    /// <summary>What the field of a task that is added now takes; null where nobody traces.</summary>
    public static string? Current =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>The trace in which a task was added; the default where it does not say.</summary>
    public static ActivityContext Of(QueueTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Extra.TryGet("trace_parent"u8, out var value)
            && ActivityContext.TryParse(value.ToString(), traceState: null, isRemote: true, out var context)
            ? context
            : default;
    }
}
