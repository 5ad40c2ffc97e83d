using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Samples;

/// <summary>Finds services by uid or keyword. Keywords are looked up once for all samples of a transaction.</summary>
/// <param name="work">The transaction.</param>
internal sealed class ServiceCatalog(LabWork work)
{
    private const int MostServices = 10_000;

    private Dictionary<string, AnalysisService>? _byKeyword;

    /// <summary>The services of these uids or keywords, each once, in this order; or why one cannot be analysed for.</summary>
    public async Task<(IReadOnlyList<AnalysisService> Services, Refusal? Refusal)> FindAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, AnalysisService>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var service = await FindAsync(name, cancellationToken);
            if (service is not { State: ActiveState.Active })
            {
                return ([], new Refusal(
                    RefusalKind.Invalid,
                    service is null ? $"There is no service '{name}'." : $"The service {service.Title} is not in use any more."));
            }

            found.TryAdd(service.Uid, service);
        }

        return ([.. found.Values], null);
    }

    private async Task<AnalysisService?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (LabUid.IsUid(name))
        {
            return await work.FindAsync<AnalysisService>(name, cancellationToken);
        }

        _byKeyword ??= (await work.ListAsync<AnalysisService>(
            new LabQuery { Types = [AnalysisService.Type], Limit = MostServices }, cancellationToken))
            .OrderBy(service => service.State == ActiveState.Active)
            .GroupBy(service => service.Keyword, StringComparer.Ordinal)
            .ToDictionary(services => services.Key, services => services.Last(), StringComparer.Ordinal);
        return _byKeyword.GetValueOrDefault(name);
    }
}
