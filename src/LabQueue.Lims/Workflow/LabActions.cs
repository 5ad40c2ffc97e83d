using LabQueue.Lims.Access;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Workflow;

/// <summary>Transitions that a user does in one transaction: checks rights, state, rules and pending work, then applies the effects.</summary>
/// <remarks>
/// Worksheets and samples are promoted once, by <see cref="PromoteAsync"/>, however many of their analyses changed (T-57).
/// </remarks>
internal sealed class LabActions
{
    private readonly HashSet<string> _worksheets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _samples = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _ordinals = new(StringComparer.Ordinal);
    private readonly Effects _effects;
    private readonly PendingGuard _pending;

    private LabActions(LabWork work, LabUser user, Setup setup)
    {
        (Work, User, Setup) = (work, user, setup);
        _effects = new Effects(this);
        _pending = new PendingGuard(work);
    }

    /// <summary>The transaction.</summary>
    public LabWork Work { get; }

    /// <summary>Whose rights count.</summary>
    public LabUser User { get; }

    /// <summary>The laboratory's settings, as they are now.</summary>
    public Setup Setup { get; }

    /// <summary>Begins.</summary>
    public static async Task<LabActions> BeginAsync(LabWork work, LabUser user, CancellationToken cancellationToken) =>
        new(work, user, await work.SetupAsync(cancellationToken));

    /// <summary>Reads many objects, what they lie in and what they wait for in a few statements; else each would take some of its own.</summary>
    /// <returns>The objects, and those of them that wait for a task by now, by uid.</returns>
    public async Task<(IReadOnlyList<LabObject> Found, IReadOnlyDictionary<string, PendingItem> Pending)> ReadTogetherAsync(
        IReadOnlyList<string> uids, CancellationToken cancellationToken)
    {
        var found = await Work.FindAsync<LabObject>(uids, cancellationToken);
        await Work.FindAsync<LabObject>(
            [.. found.OfType<Analysis>().Select(analysis => analysis.Container)], cancellationToken);
        return (found, await _pending.ReadAsync(uids, cancellationToken));
    }

    /// <summary>Carries out a transition of any object, with all that follows from it.</summary>
    /// <param name="uid">The object.</param>
    /// <param name="action">See <see cref="TransitionId"/>.</param>
    /// <param name="comment">What the person says about it; null: what the origin says.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Null: done. Else why not; nothing has changed.</returns>
    public async Task<Refusal?> DoAsync(string uid, string action, string? comment, CancellationToken cancellationToken)
    {
        if (await Work.FindAsync<LabObject>(uid, cancellationToken) is not { } about)
        {
            return NotFound(uid);
        }

        if (await CheckAsync(about, action, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var transition = Machines.Of(about).Find(action, about.State);
        if (transition is not { HasOwnForm: false })
        {
            return new Refusal(
                RefusalKind.Invalid, $"{Words.Of(about)} cannot be put on a worksheet by itself: say which worksheet, and add it there.");
        }

        await _effects.ApplyAsync(about, transition, comment, cancellationToken);
        return null;
    }

    /// <summary>As <see cref="DoAsync(string, string, string?, CancellationToken)"/>, if the object is as it was when the person decided.</summary>
    /// <param name="uid">The object.</param>
    /// <param name="version">Its version when the person decided.</param>
    /// <param name="action">See <see cref="TransitionId"/>.</param>
    /// <param name="comment">What the person says about it; null: what the origin says.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Refusal?> DoAsync(
        string uid, long version, string action, string? comment, CancellationToken cancellationToken) =>
        await CheckVersionAsync(uid, version, cancellationToken) ?? await DoAsync(uid, action, comment, cancellationToken);

    /// <summary>Why a transition would be refused now; null: it would not. Nothing changes.</summary>
    public async Task<Refusal?> CheckAsync(string uid, string action, CancellationToken cancellationToken) =>
        await Work.FindAsync<LabObject>(uid, cancellationToken) is { } about
            ? await CheckAsync(about, action, cancellationToken)
            : NotFound(uid);

    /// <summary>Whether an object was changed since somebody decided about it; null: it was not.</summary>
    /// <param name="uid">The object.</param>
    /// <param name="version">Its version then.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public async Task<Refusal?> CheckVersionAsync(string uid, long version, CancellationToken cancellationToken)
    {
        if (await Work.FindAsync<LabObject>(uid, cancellationToken) is not { } about)
        {
            return NotFound(uid);
        }

        if (about.Version == version)
        {
            return null;
        }

        var actor = await LastActorAsync(uid, cancellationToken);
        return new Refusal(
            RefusalKind.NotNow,
            $"{Words.Of(about)} was changed by {actor ?? "somebody else"} since; look at it again before you decide.");
    }

    /// <summary>Who changed an object last; null: nobody is known to have.</summary>
    public Task<string?> LastActorAsync(string uid, CancellationToken cancellationToken) =>
        Work.ScalarAsync<string?>(WorkflowSql.LastActor, new { site = Work.Site, uid }, cancellationToken);

    /// <summary>Transitions that the user could do with the object now.</summary>
    public async Task<IReadOnlyList<string>> AllowedAsync(string uid, CancellationToken cancellationToken)
    {
        if (await Work.FindAsync<LabObject>(uid, cancellationToken) is not { } about)
        {
            return [];
        }

        var allowed = new List<string>();
        Case? judged = null;
        foreach (var transition in Machines.Of(about).OfferedIn(about.State))
        {
            if (Guards.CheckPermission(about, transition, User, Setup) is null
                && Guards.CheckRule(judged ??= await CaseOfAsync(about, cancellationToken), transition) is null
                && await _pending.CheckAsync(about, transition.Id, cancellationToken) is null)
            {
                allowed.Add(transition.Id);
            }
        }

        return allowed;
    }

    /// <summary>Whether the user holds a permission on an object as it is; null: the user does.</summary>
    public Refusal? Require(string permission, LabObject about) =>
        Rights.Allows(User, permission, about, Setup)
            ? null
            : Guards.Forbid(User, $"do that with {Words.Of(about)} ({permission})", [permission], about, Setup);

    /// <summary>Whether something queued has the object, so that nothing else may change it; null: nothing has.</summary>
    /// <param name="about">The object.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <param name="action">What is to be done with it: some actions take other objects along.</param>
    public Task<Refusal?> CheckPendingAsync(LabObject about, CancellationToken cancellationToken, string action = "") =>
        _pending.CheckAsync(about, action, cancellationToken);

    /// <summary>As <see cref="CheckPendingAsync"/>, but what lies in the object does not count.</summary>
    public Task<Refusal?> CheckSelfPendingAsync(LabObject about, CancellationToken cancellationToken) =>
        _pending.CheckSelfAsync(about, cancellationToken);

    /// <summary>Takes an analysis out of its sample and off its worksheet, with its duplicates; the records stay (T-40).</summary>
    public Task DeleteAsync(Analysis analysis, CancellationToken cancellationToken) =>
        _effects.DeleteAsync(analysis, cancellationToken);

    /// <summary>Keeps an object as a transition leaves it: with its state, and with the transition in its history.</summary>
    /// <param name="after">The object with all other changes made.</param>
    /// <param name="action">The transition.</param>
    /// <param name="state">The state that it leads to.</param>
    /// <param name="comment">What the person says about it; null: what the origin says.</param>
    public T Move<T>(T after, string action, string state, string? comment = null)
        where T : LabObject
    {
        var said = comment ?? Work.Origin.Comment;
        return Work.Put(
            after with { State = state, History = [.. after.History, EventOf(action, state, said)] }, action, said);
    }

    /// <summary>What a transition of this work leaves in a history.</summary>
    public WorkflowEvent EventOf(string action, string state, string? comment = null) =>
        new(action, Work.Origin.Username, Work.Now, state, comment);

    /// <summary>Has a worksheet's promotion looked at before the commit.</summary>
    public void TouchWorksheet(string uid) => _worksheets.Add(uid);

    /// <summary>Has a sample's promotion looked at before the commit.</summary>
    public void TouchSample(string uid) => _samples.Add(uid);

    /// <summary>The next row number of a worksheet.</summary>
    public async Task<long> NextOrdinalAsync(string worksheetUid, CancellationToken cancellationToken)
    {
        if (!_ordinals.TryGetValue(worksheetUid, out var last))
        {
            await Work.FlushAsync(cancellationToken);
            last = await Work.ScalarAsync<long>(
                WorkflowSql.LastOrdinal, new { site = Work.Site, uid = worksheetUid }, cancellationToken);
        }

        return _ordinals[worksheetUid] = last + 1;
    }

    /// <summary>Promotes what was touched, each once. Before the commit, also in a task: no pending work holds it up (T-14).</summary>
    public async Task PromoteAsync(CancellationToken cancellationToken)
    {
        foreach (var uid in _worksheets)
        {
            await _effects.PromoteWorksheetAsync(uid, cancellationToken);
        }

        foreach (var uid in _samples)
        {
            await _effects.PromoteSampleAsync(uid, cancellationToken);
        }

        _worksheets.Clear();
        _samples.Clear();
    }

    private async Task<Refusal?> CheckAsync(LabObject about, string action, CancellationToken cancellationToken)
    {
        var (transition, refusal) = Guards.Begin(about, action);
        return transition is null
            ? refusal
            : Guards.CheckPermission(about, transition, User, Setup)
                ?? await _pending.CheckAsync(about, action, cancellationToken)
                ?? Guards.CheckRule(await CaseOfAsync(about, cancellationToken), transition);
    }

    private async Task<Case> CaseOfAsync(LabObject about, CancellationToken cancellationToken)
    {
        var judged = new Case(about, User, Setup, Work.Now);
        return about switch
        {
            Analysis { Kind: AnalysisKind.Routine or AnalysisKind.Duplicate } analysis =>
                judged with { Sample = await Work.FindAsync<Sample>(analysis.Container, cancellationToken) },
            Sample => judged with { Tally = await Work.TallySampleAsync(about.Uid, cancellationToken) },
            Worksheet => judged with { Tally = await Work.TallyWorksheetAsync(about.Uid, cancellationToken) },
            _ => judged,
        };
    }

    private static Refusal NotFound(string uid) => new(RefusalKind.NotFound, $"There is no object {uid}.");
}
