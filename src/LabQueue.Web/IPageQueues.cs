namespace LabQueue.Web;

/// <summary>The queues that the pages show.</summary>
internal interface IPageQueues
{
    /// <summary>The queue of a site; null: it has none in or behind this process.</summary>
    IQueue? Of(string site);
}
