using System.Reflection;
using LabQueue.Engine;

namespace LabQueue.Host.Tests.Running;

/// <summary>Passes calls on to a store and its queues, until the one at which the process is to end.</summary>
internal sealed class Stumbling
{
    private readonly int? _at;

    private Stumbling(IQueueStore store, int? at)
    {
        _at = at;
        Store = Wrap(store);
    }

    /// <summary>The store that stumbles.</summary>
    public IQueueStore Store { get; }

    /// <summary>Calls so far.</summary>
    public int Calls { get; private set; }

    /// <summary>Wraps a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="at">Number of the call that does not come through; null: all do.</param>
    public static Stumbling Wrap(IQueueStore store, int? at) => new(store, at);

    private T Wrap<T>(T inner)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, Proxy>();
        var passing = (Proxy)(object)proxy;
        passing.Inner = inner;
        passing.Owner = this;
        return proxy;
    }

    private object? Pass(MethodInfo method, object inner, object?[]? arguments)
    {
        if (method.Name == nameof(IQueueStore.Queue))
        {
            return Wrap((IQueue)method.Invoke(inner, arguments)!);
        }

        Calls++;
        return Calls == _at ? throw new StumbleException() : method.Invoke(inner, arguments);
    }

    /// <summary>Stands in for an interface.</summary>
    internal class Proxy : DispatchProxy
    {
        public object Inner { get; set; } = new();

        public Stumbling? Owner { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            Owner!.Pass(targetMethod!, Inner, args);
    }
}
