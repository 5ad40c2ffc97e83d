using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Workflow;

/// <summary>Whether a transition is possible, judged on values alone: state, permission, rule, in that order.</summary>
internal static class Guards
{
    /// <summary>Why a transition is not possible; null: it is.</summary>
    public static Refusal? Check(Case about, string id)
    {
        var (transition, refusal) = Begin(about.About, id);
        return transition is null
            ? refusal
            : CheckPermission(about.About, transition, about.User, about.Setup) ?? CheckRule(about, transition);
    }

    /// <summary>Transitions that the user could ask for, judged on values alone: what waits for a task is not looked at.</summary>
    public static IReadOnlyList<string> Offered(Case about) =>
    [
        .. Machines.Of(about.About).OfferedIn(about.About.State)
            .Where(transition => CheckPermission(about.About, transition, about.User, about.Setup) is null
                && CheckRule(about, transition) is null)
            .Select(transition => transition.Id)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The transition of that name in the object's state, or why there is none.</summary>
    public static (Transition? Transition, Refusal? Refusal) Begin(LabObject about, string id)
    {
        var machine = Machines.Of(about);
        var found = machine.Find(id, about.State);
        if (found is { IsAutomatic: false })
        {
            return (found, null);
        }

        string[] from = [.. machine.Transitions.Where(row => row.Id == id && !row.IsAutomatic).SelectMany(row => row.From)];
        if (from.Length > 0)
        {
            return (null, new Refusal(
                RefusalKind.NotNow,
                $"{Words.Of(about)} is {Words.OfState(about.State)}; to {TitleOf(machine, id)} it, it would have to be"
                + $" {Words.Any(from.Distinct(StringComparer.Ordinal).Select(Words.OfState))}."));
        }

        return (null, machine.Has(id)
            ? new Refusal(RefusalKind.NotNow, $"{Words.Of(about)}: '{id}' happens by itself, nobody can ask for it.")
            : new Refusal(RefusalKind.Invalid, $"{Words.Of(about)}: there is no transition '{id}' of a {machine.Title.ToLowerInvariant()}."));
    }

    /// <summary>Whether the user has one of the transition's permissions on the object.</summary>
    public static Refusal? CheckPermission(LabObject about, Transition transition, LabUser user, Setup setup)
    {
        IReadOnlyList<string> permissions = about is Analysis analysis && transition.Id == TransitionId.Submit
            ? [AnalysisGuards.SubmitPermission(analysis)]
            : transition.Permissions;
        if (permissions.Count == 0 || permissions.Any(permission => Rights.Allows(user, permission, about, setup)))
        {
            return null;
        }

        return Forbid(user, $"{transition.Title.ToLowerInvariant()} {Words.Of(about)}", permissions, about, setup);
    }

    /// <summary>The refusal of a user who may not, which names the roles that may.</summary>
    public static Refusal Forbid(LabUser user, string what, IReadOnlyList<string> permissions, LabObject about, Setup setup)
    {
        string[] roles = [.. permissions.SelectMany(name => Rights.RolesOf(name, about, setup)).Distinct(StringComparer.Ordinal)];
        var who = roles.Length == 0 ? "nobody may" : $"that takes the role {Words.Any(roles.Order(StringComparer.Ordinal))}";
        return new Refusal(RefusalKind.Forbidden, $"{user.Username} may not {what}: {who}.");
    }

    /// <summary>The rules of the object's type.</summary>
    public static Refusal? CheckRule(Case about, Transition transition) => about.About switch
    {
        Analysis analysis => AnalysisGuards.Check(about, analysis, transition.Id),
        Sample sample => CheckSample(about, sample, transition.Id),
        Worksheet worksheet => CheckWorksheet(about.Tally, worksheet, transition.Id),
        _ => null,
    };

    private static Refusal? CheckSample(Case about, Sample sample, string id) => id switch
    {
        TransitionId.Receive when sample.DateSampled is null =>
            new Refusal(RefusalKind.Invalid, $"{sample.Id} cannot be received: its date of sampling is not known."),
        TransitionId.Verify when !Promotion.IsVerified(about.Tally) =>
            No($"{sample.Id} has results that are not verified."),
        TransitionId.Publish when sample.InternalUse =>
            No($"{sample.Id} is for internal use and is not published."),
        TransitionId.Cancel when about.Tally.Count(IsBegun) is > 0 and var begun =>
            No($"{sample.Id} cannot be cancelled: {begun} of its analyses are on worksheets or have results."),
        TransitionId.Reject when about.Setup.RejectionReasons.Count == 0 =>
            No($"{sample.Id} cannot be rejected: the setup names no reasons for rejections."),
        _ => null,
    };

    private static Refusal? CheckWorksheet(StateTally tally, Worksheet worksheet, string id) => id switch
    {
        TransitionId.Retract when tally[AnalysisState.ToBeVerified] == 0 =>
            No($"{worksheet.Id} has no results to retract."),
        TransitionId.Retract when tally.Count(AnalysisState.IsVerified) is > 0 and var verified =>
            No($"{worksheet.Id} cannot be retracted: {verified} of its results are verified already."),
        TransitionId.Remove when tally.Total is > 0 and var left =>
            No($"{worksheet.Id} cannot be removed: it has {left} analyses."),
        _ => null,
    };

    private static bool IsBegun(string state) =>
        !AnalysisState.IsDetached(state) && state is not (AnalysisState.Registered or AnalysisState.Unassigned);

    private static string TitleOf(StateMachine machine, string id) =>
        machine.Transitions.First(row => row.Id == id).Title.ToLowerInvariant();

    private static Refusal No(string message) => new(RefusalKind.NotNow, message);
}
