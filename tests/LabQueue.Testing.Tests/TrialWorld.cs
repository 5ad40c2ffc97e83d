using System.Collections.Concurrent;
using LabQueue.Consumer;

namespace LabQueue.Testing.Tests;

/// <summary>A laboratory that writes down what handlers do, and a handler of the test's choice.</summary>
internal sealed class TrialWorld(Func<TrialWorld, TaskRun, CancellationToken, Task> handle) : ITrialWorld, ITaskHandler
{
    private readonly ConcurrentQueue<string> _effects = new();
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Something that cannot be taken back.</summary>
    public void Do(string effect) => _effects.Enqueue(effect);

    /// <summary>The same, once for each key.</summary>
    public void DoOnce(string key, string effect)
    {
        if (_known.TryAdd(key, value: true))
        {
            _effects.Enqueue(effect);
        }
    }

    /// <summary>Whether nobody marked the object before.</summary>
    public bool Mark(string uid) => _known.TryAdd(uid, value: true);

    public ITaskHandler NewHandler() => this;

    public Task<IReadOnlyList<string>> EffectsAsync() => Task.FromResult<IReadOnlyList<string>>([.. _effects]);

    public Task HandleAsync(TaskRun run, CancellationToken cancellationToken) => handle(this, run, cancellationToken);
}
