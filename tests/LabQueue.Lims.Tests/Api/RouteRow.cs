using LabQueue.Lims.Access;

namespace LabQueue.Lims.Tests.Api;

/// <summary>A request, and who gets how far with it.</summary>
/// <param name="Route">Method and template.</param>
/// <param name="Address">An address of the route; names of objects in braces stand for their uids.</param>
/// <param name="Body">What is sent; empty: nothing.</param>
/// <param name="Status">The answer to those who get past.</param>
/// <param name="Past">Who they are.</param>
/// <param name="Unseen">To whom it is not there.</param>
internal sealed record RouteRow(
    string Route, string Address, string Body, int Status, IReadOnlySet<string> Past, IReadOnlySet<string> Unseen)
{
    /// <summary>The answer to somebody.</summary>
    public int Expected(string who) =>
        Past.Contains(who) ? Status
        : who == People.Anonymous ? 401
        : who != Role.Consumer && Unseen.Contains(who) ? 404
        : 403;
}
