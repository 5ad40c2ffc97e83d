namespace LabQueue.Lims.Workflow;

/// <summary>The states of a type of object, and the ways between them. Data: guards and effects read it, pages draw it.</summary>
/// <param name="Id">Name, such as <c>analysis</c>.</param>
/// <param name="Title">What people read.</param>
/// <param name="Initial">States that objects begin in.</param>
/// <param name="States">All states, in the order of a life without trouble.</param>
/// <param name="Transitions">All transitions.</param>
internal sealed record StateMachine(
    string Id,
    string Title,
    IReadOnlyList<string> Initial,
    IReadOnlyList<string> States,
    IReadOnlyList<Transition> Transitions)
{
    /// <summary>The transition of that name that begins in that state; null where none does.</summary>
    public Transition? Find(string id, string state) =>
        Transitions.FirstOrDefault(transition => transition.Id == id && transition.From.Contains(state, StringComparer.Ordinal));

    /// <summary>Whether there is a transition of that name in some state.</summary>
    public bool Has(string id) => Transitions.Any(transition => transition.Id == id);

    /// <summary>Transitions that people may ask for in that state.</summary>
    public IEnumerable<Transition> OfferedIn(string state) =>
        Transitions.Where(transition =>
            transition is { IsAutomatic: false, HasOwnForm: false } && transition.From.Contains(state, StringComparer.Ordinal));
}
