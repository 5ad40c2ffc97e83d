using LabQueue.TestKit.Model;

namespace LabQueue.TestKit.Histories;

/// <summary>One site within a history: its queue in the store, its model, and what was claimed so far.</summary>
/// <param name="name">The site's name.</param>
/// <param name="model">What must happen.</param>
/// <param name="queue">What happens.</param>
public sealed class SiteRun(string name, ModelQueue model, IQueue queue)
{
    // The model counts claims from 1; a store may take any numbers that grow.
    private readonly Dictionary<long, long> _fences = [];

    /// <summary>The site's name.</summary>
    public string Name => name;

    /// <summary>What must happen.</summary>
    public ModelQueue Model => model;

    /// <summary>What happens.</summary>
    public IQueue Queue { get; set; } = queue;

    /// <summary>All claims so far, as the model numbers them.</summary>
    public IList<(string Uid, string Consumer, long? Fence)> Claims { get; } = [];

    /// <summary>All uids that were added.</summary>
    public ISet<string> Added { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Reports that the store took, by claim.</summary>
    public ISet<(string Uid, long Fence)> Reported { get; } = new HashSet<(string, long)>();

    /// <summary>The store's number of a claim; unknown ones are far from all known ones.</summary>
    public long? StoreFence(long? fence) =>
        fence is { } number ? _fences.GetValueOrDefault(number, long.MaxValue - 1_000 + number) : null;

    /// <summary>Notes a claim that both made.</summary>
    /// <exception cref="HistoryMismatchException">The store's number did not grow.</exception>
    public void Claimed(QueueTask expected, QueueTask actual)
    {
        if (expected.Fence is { } fence && !_fences.ContainsKey(fence))
        {
            Differ.Unless(actual.Fence is not null, $"{actual.TaskUid} was taken under a lease and has no fence");
            Differ.Unless(
                _fences.Count == 0 || actual.Fence > _fences.Values.Max(),
                $"fence {actual.Fence} is not above {(_fences.Count == 0 ? 0 : _fences.Values.Max())}");
            _fences[fence] = actual.Fence!.Value;
        }

        Claims.Add((expected.TaskUid, expected.ConsumerId!, expected.Fence));
    }

    /// <summary>A task of the model as text.</summary>
    public string Expected(QueueTask? task) =>
        TaskText.Of(task is null ? null : task with { Fence = StoreFence(task.Fence) });

    /// <summary>Compares tasks in order.</summary>
    public void Compare(string what, IEnumerable<QueueTask> expected, IEnumerable<QueueTask> actual) =>
        Differ.IfNotSame(what, expected.Select(Expected), actual.Select(TaskText.Of));
}
