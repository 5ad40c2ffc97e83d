using LabQueue.TestKit;

namespace LabQueue.Lims.Tests.Background;

/// <summary>A queue whose way can be cut.</summary>
/// <param name="inner">The queue.</param>
internal sealed class SwitchableQueue(IQueue inner) : QueueDecorator(inner)
{
    /// <summary>Whether nothing gets through.</summary>
    public bool IsCut { get; set; }

    /// <summary>Runs behind an add that arrived, before its answer gets back; null: nothing.</summary>
    public Action? LoseAnswer { get; set; }

    /// <inheritdoc/>
    public override Task<SiteSettings> SettingsAsync(CancellationToken cancellationToken)
    {
        RequireWay();
        return base.SettingsAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<AddResult>> AddAsync(
        IReadOnlyList<NewTask> tasks, Actor by, CancellationToken cancellationToken)
    {
        RequireWay();
        var added = await base.AddAsync(tasks, by, cancellationToken);
        LoseAnswer?.Invoke();
        return added;
    }

    private void RequireWay()
    {
        if (IsCut)
        {
            throw new CutException();
        }
    }

    /// <summary>The queue is not reached.</summary>
    public sealed class CutException() : QueueException("The queue server does not answer.")
    {
        /// <inheritdoc/>
        public override bool IsTransient => true;
    }
}
