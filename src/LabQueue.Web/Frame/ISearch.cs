using LabQueue.Web.Access;

namespace LabQueue.Web.Frame;

/// <summary>A part of the product in which the search of all pages looks.</summary>
internal interface ISearch
{
    /// <summary>What that person may see of what fits; a few of each kind.</summary>
    Task<IReadOnlyList<SearchHit>> FindAsync(Visitor visitor, string text, CancellationToken cancellationToken);
}
