using System.Reflection;
using LabQueue.Engine;

namespace LabQueue.Server.Tests.Reference;

/// <summary>A store whose queues fail on demand.</summary>
/// <remarks>Not sealed, because the proxy that stands before the store is derived from it.</remarks>
public class FaultyStore : DispatchProxy
{
    // What writes, or may: all that a full disk can stop.
    private static readonly string[] Writing =
    [
        nameof(IQueue.AddAsync), nameof(IQueue.PopAsync), nameof(IQueue.ReportAsync), nameof(IQueue.HeartbeatAsync),
        nameof(IQueue.RequeueAsync), nameof(IQueue.DeleteAsync), nameof(IQueue.CancelAsync), nameof(IQueue.PrioritizeAsync), nameof(IQueue.SetPausedAsync),
        nameof(IQueue.SetConsumerAsync),
        nameof(IQueue.ChangeSettingsAsync),
    ];

    private object _inner = null!;
    private FaultyStore? _root;

    /// <summary>What each call of a queue ends with; null: it is passed on.</summary>
    public virtual Exception? Fault { get; set; }

    /// <summary>Puts it in front of a store.</summary>
    public static (IQueueStore Store, FaultyStore Faults) Wrap(IQueueStore inner)
    {
        var store = Create<IQueueStore, FaultyStore>();
        var faults = (FaultyStore)(object)store;
        (faults._inner, faults._root) = (inner, faults);
        return (store, faults);
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        if (_inner is IQueue && _root!.Fault is { } fault && (fault is not QueueStoreException { IsFull: true } || Writing.Contains(targetMethod.Name)))
        {
            throw fault;
        }

        var result = targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
        return result is IQueue queue ? WrapQueue(queue) : result;
    }

    private object WrapQueue(IQueue inner)
    {
        var queue = Create<IQueue, FaultyStore>();
        var faults = (FaultyStore)(object)queue;
        (faults._inner, faults._root) = (inner, _root);
        return queue;
    }
}
