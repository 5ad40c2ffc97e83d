using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;
using LabQueue.Web.Access;
using LabQueue.Web.Frame;

namespace LabQueue.Lims.Pages;

/// <summary>Finds worksheets, samples and clients by the beginnings of their words.</summary>
/// <param name="services">What it works with.</param>
internal sealed class LabSearch(LabPageServices services) : ISearch
{
    private const int MostOfAKind = 10;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SearchHit>> FindAsync(Visitor visitor, string text, CancellationToken cancellationToken)
    {
        var words = ObjectWords.Split(text);
        if (words.Count == 0)
        {
            return [];
        }

        var origin = new Origin(visitor.Username, services.Store.Time.GetUtcNow().TruncateToMicroseconds());
        await using var work = await services.Store.LookAsync(visitor.Site, origin, cancellationToken);
        var user = await services.Users.FindAsync(work, visitor.Username, cancellationToken) ?? new LabUser(visitor.Username, []);
        var actions = await LabActions.BeginAsync(work, user, cancellationToken);
        var visibility = new Visibility(actions.User, actions.Setup);
        return
        [
            .. (await FindAsync<Worksheet>(Worksheet.Type)).Select(sheet =>
                new SearchHit("Worksheets", "list-check", sheet.Id, $"worksheets/{sheet.Id}") { Detail = sheet.Analyst }),
            .. (await FindAsync<Sample>(Sample.Type)).Select(sample =>
                new SearchHit("Samples", "test-pipe", sample.Id, $"samples/{sample.Id}") { Detail = $"{sample.ClientSampleID} {sample.ClientReference}".Trim() }),
            .. (await FindAsync<LabClient>(LabClient.Type)).Select(client =>
                new SearchHit("Clients", "building", client.Title, $"clients/{client.Id}") { Detail = client.ClientID }),
        ];

        async Task<IReadOnlyList<T>> FindAsync<T>(string type)
            where T : LabObject
        {
            var query = new LabQuery { Types = [type], Words = words, Sort = LabSort.Created, Descending = true, Limit = MostOfAKind };
            return visibility.Narrow(query) is { } narrowed
                ? [.. (await work.ListAsync<T>(narrowed, cancellationToken)).Where(visibility.Shows)]
                : [];
        }
    }
}
