namespace LabQueue.Consumer;

/// <summary>Which handler does which tasks.</summary>
internal sealed class HandlerTable
{
    /// <summary>The name whose handler takes every <c>task_action_…</c> that has none of its own, as in senaite.queue.</summary>
    public const string GenericAction = "task_generic_action";

    private const string ActionPrefix = "task_action_";

    private readonly Dictionary<string, Func<IServiceProvider, ITaskHandler>> _handlers = new(StringComparer.Ordinal);
    private Func<IServiceProvider, ITaskHandler>? _fallback;

    /// <summary>Adds the handler of a name.</summary>
    public void Add(string taskName, Func<IServiceProvider, ITaskHandler> make)
    {
        ArgumentException.ThrowIfNullOrEmpty(taskName);
        if (!_handlers.TryAdd(taskName, make))
        {
            throw new ArgumentException($"Tasks '{taskName}' have a handler already.", nameof(taskName));
        }
    }

    /// <summary>Adds the handler of all names that have none.</summary>
    public void AddFallback(Func<IServiceProvider, ITaskHandler> make) => _fallback = _fallback is null
        ? make
        : throw new ArgumentException("There is a handler for tasks without one already.", nameof(make));

    /// <summary>What makes the handler of a task; null where nobody does such tasks.</summary>
    public Func<IServiceProvider, ITaskHandler>? Find(string taskName) =>
        _handlers.TryGetValue(taskName, out var own) ? own
        : taskName.StartsWith(ActionPrefix, StringComparison.Ordinal)
            && _handlers.TryGetValue(GenericAction, out var generic) ? generic
        : _fallback;
}
