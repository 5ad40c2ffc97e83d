using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Worksheets;

namespace LabQueue.Lims.Api;

/// <summary>What a user may see: laboratory people what their roles give, a client's contact what it was given, others nothing.</summary>
/// <param name="user">The user.</param>
/// <param name="setup">The laboratory's settings.</param>
internal sealed class Visibility(LabUser user, Setup setup)
{
    // What everybody who is signed in may look up: it is needed to read a sample, or to register one.
    private static readonly string[] Offered =
    [
        AnalysisCategory.Type, AnalysisService.Type, Department.Type, Instrument.Type, LabContact.Type, Method.Type, SampleType.Type,
    ];

    private static readonly string[] OfClients = [LabClient.Type, Contact.Type, Sample.Type, Analysis.Type];

    // One of each that in its state not everybody sees who sees it otherwise; contacts of clients see none of them.
    private static readonly LabObject[] Unseen =
    [
        new LabClient { State = ActiveState.Inactive },
        new Analysis { State = AnalysisState.Retracted },
        new Analysis { Kind = AnalysisKind.Duplicate, State = AnalysisState.Retracted },
        new Analysis { Kind = AnalysisKind.Control, State = AnalysisState.Retracted },
    ];

    /// <summary>Whether the user works in the laboratory.</summary>
    public bool IsLaboratory { get; } =
        user.Roles.Any(role => SiteRights.Laboratory.Contains(role, StringComparer.Ordinal));

    /// <summary>Reads what it needs and makes it.</summary>
    public static async Task<Visibility> OfAsync(LabReader reader, LabUser user, CancellationToken cancellationToken) =>
        new(user, await reader.SetupAsync(cancellationToken));

    /// <summary>A list narrowed to what the user may see; null: nothing of it.</summary>
    public LabQuery? Narrow(LabQuery query)
    {
        if (IsLaboratory)
        {
            string[] types = [.. (query.Types.Count > 0 ? query.Types : LabTypes.Names).Where(MayList)];
            return types.Length == 0 ? null : query with
            {
                Types = types,
                OnlySheetsOf = SheetAccess.SeesAll(user, setup) ? null : user.Username,
                Without = [.. Unseen.Where(one => types.Contains(one.PortalType) && !Shows(one)).Select(one => (one.PortalType, one.State))],
            };
        }

        if (query.Types.Count > 0 && query.Types.All(Offered.Contains))
        {
            return query;
        }

        string[] wanted = [.. (query.Types.Count > 0 ? query.Types : OfClients).Where(OfClients.Contains)];
        return wanted.Length == 0 || user.ClientUid is not { } client
            ? null
            : query with
            {
                Types = wanted,
                Viewer = new Viewer(user.Username, client),
                Without = [.. Unseen.Where(one => wanted.Contains(one.PortalType)).Select(one => (one.PortalType, one.State))],
                WithoutHidden = true,
            };
    }

    /// <summary>Whether the user may see an object that a narrowed list has found.</summary>
    public bool Shows(LabObject value) =>
        (!IsLaboratory && Offered.Contains(value.PortalType)) || (Allows(Permission.View, value) && value switch
        {
            { IsHidden: true } when !IsLaboratory => false,
            Analysis { State: AnalysisState.Retracted } => Allows(Permission.ViewRetracted, value),
            Worksheet worksheet => SheetAccess.MaySee(user, worksheet, setup),
            _ => true,
        });

    /// <summary>Whether the user may see an analysis' result.</summary>
    public bool ShowsResult(Analysis analysis) => Allows(Permission.ViewResults, analysis);

    /// <summary>Whether the user has a permission on an object.</summary>
    public bool Allows(string permission, LabObject about) => Rights.Allows(user, permission, about, setup);

    /// <summary>One object.</summary>
    /// <exception cref="LabApiException">There is none, or the user may not know of it, which is told alike.</exception>
    public async Task<T> GetAsync<T>(LabReader reader, string uid, CancellationToken cancellationToken)
        where T : LabObject =>
        await FindAsync(reader, [uid], cancellationToken) is [T found]
            ? found
            : throw new LabApiException(LabApiError.NotFound(uid));

    /// <summary>Objects by uid, in that order; those that the user may not see are left out.</summary>
    public async Task<IReadOnlyList<LabObject>> FindAsync(
        LabReader reader, IReadOnlyList<string> uids, CancellationToken cancellationToken)
    {
        var found = await reader.FindAsync<LabObject>(uids, cancellationToken);
        if (IsLaboratory)
        {
            return [.. found.Where(value => MayList(value.PortalType) && Shows(value))];
        }

        var seen = found.Where(value => Offered.Contains(value.PortalType)).Select(value => value.Uid).ToHashSet(StringComparer.Ordinal);
        if (found.Count > 0 && Narrow(new LabQuery { Uids = [.. found.Select(value => value.Uid)], Limit = found.Count }) is { } query)
        {
            seen.UnionWith((await reader.ListAsync<LabObject>(query, cancellationToken)).Select(value => value.Uid));
        }

        return [.. found.Where(value => seen.Contains(value.Uid) && Shows(value))];
    }

    // Folders are the tree's, not the laboratory's; the settings have an address of their own.
    private bool MayList(string type) => type switch
    {
        Folder.Type or Setup.Type => false,
        Contact.Type => user.Has(Role.Manager, Role.LabManager, Role.LabClerk, Role.Publisher),
        _ => true,
    };
}
