namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Changes a site, its settings, keys or users, and writes down who wanted it.</summary>
/// <param name="change">Does it.</param>
internal sealed class SiteCommand<TResult>(Func<GroupWork, CancellationToken, Task<TResult>> change)
    : WriteCommand<TResult>(Turn.Site)
{
    /// <inheritdoc/>
    public override async ValueTask RunAsync(GroupWork work, CancellationToken cancellationToken) =>
        Result = await change(work, cancellationToken);
}
