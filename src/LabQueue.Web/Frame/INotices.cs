using LabQueue.Web.Access;

namespace LabQueue.Web.Frame;

/// <summary>A part of the product that has something to say on every page.</summary>
internal interface INotices
{
    /// <summary>What it has to say to that person now. Quick: every page waits for it.</summary>
    Task<IReadOnlyList<Message>> FindAsync(Visitor visitor, CancellationToken cancellationToken);
}
