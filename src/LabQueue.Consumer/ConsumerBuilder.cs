using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LabQueue.Consumer;

/// <summary>Says which handler does which tasks.</summary>
public sealed class ConsumerBuilder
{
    private readonly HandlerTable _table;

    internal ConsumerBuilder(IServiceCollection services, HandlerTable table) => (Services, _table) = (services, table);

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Gives tasks of a name to a handler, which is made anew for each run unless it is registered otherwise.</summary>
    /// <remarks>
    /// As in senaite.queue, a task <c>task_action_…</c> without a handler of its own goes to that of
    /// <c>task_generic_action</c>, if there is one.
    /// </remarks>
    /// <param name="taskName">The tasks' name, such as <c>task_assign_analyses</c>.</param>
    /// <exception cref="ArgumentException">The name has a handler.</exception>
    public ConsumerBuilder AddHandler<THandler>(string taskName)
        where THandler : class, ITaskHandler
    {
        Services.TryAddScoped<THandler>();
        _table.Add(taskName, services => services.GetRequiredService<THandler>());
        return this;
    }

    /// <summary>Gives tasks of a name to a function.</summary>
    /// <param name="taskName">The tasks' name.</param>
    /// <param name="handle">Works on one chunk; see <see cref="ITaskHandler.HandleAsync"/>.</param>
    /// <exception cref="ArgumentException">The name has a handler.</exception>
    public ConsumerBuilder AddHandler(string taskName, Func<TaskRun, CancellationToken, Task> handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var handler = new FunctionHandler(handle);
        _table.Add(taskName, _ => handler);
        return this;
    }

    /// <summary>Gives all tasks that no other handler takes to this one.</summary>
    /// <exception cref="ArgumentException">There is one for these.</exception>
    public ConsumerBuilder AddFallback<THandler>()
        where THandler : class, ITaskHandler
    {
        Services.TryAddScoped<THandler>();
        _table.AddFallback(services => services.GetRequiredService<THandler>());
        return this;
    }
}
