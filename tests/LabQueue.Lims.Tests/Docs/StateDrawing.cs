using System.Text;
using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Tests.Docs;

/// <summary>Draws a state machine for the reference: a diagram, and a table of its transitions.</summary>
internal static class StateDrawing
{
    /// <summary>All machines that have transitions, those that are alike under one heading.</summary>
    public static string All() => string.Join(
        '\n',
        Machines.All
            .GroupBy(machine => string.Join(' ', machine.States))
            .SelectMany(alike => alike.First().States is [ActiveState.Active, _] ? [alike.ToArray()] : alike.Select(only => new[] { only }))
            .Select(Of));

    private static string Of(StateMachine[] machines)
    {
        var text = new StringBuilder();
        text.Append("## ").AppendJoin(", ", machines.Select((machine, i) => i == 0 ? machine.Title : machine.Title.ToLowerInvariant()));
        text.Append("\n\n```mermaid\nstateDiagram-v2\n");
        foreach (var line in Lines(machines[0]))
        {
            text.Append("    ").Append(line).Append('\n');
        }

        text.Append("```\n\n| Transition | From | To | Who | What has to be so, and what else happens |\n|---|---|---|---|---|\n");
        foreach (var transition in machines[0].Transitions)
        {
            text.Append(Row(machines, transition)).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(StateMachine machine)
    {
        foreach (var initial in machine.Initial)
        {
            yield return $"[*] --> {initial}";
        }

        var arrows =
            from transition in machine.Transitions
            from state in transition.From
            from target in transition.Deletes ? ["[*]"] : transition.To.Count > 0 ? transition.To : [state]
            group transition.Id by (state, target);
        foreach (var arrow in arrows)
        {
            yield return $"{arrow.Key.state} --> {arrow.Key.target}: {string.Join(", ", arrow.Distinct())}";
        }
    }

    private static string Row(StateMachine[] machines, Transition transition)
    {
        var to = transition.Deletes ? "leaves all lists; its record stays"
            : transition.To.Count == 0 ? "stays"
            : Codes(transition.To);
        var who = transition.IsAutomatic
            ? "by itself"
            : string.Join("; ", machines.Select(machine => WhoOf(machines, machine, transition)).Distinct());
        return $"| `{transition.Id}` | {Codes(transition.From)} | {to} | {who} | {transition.Note} |";
    }

    private static string WhoOf(StateMachine[] machines, StateMachine machine, Transition transition)
    {
        var byRoles = transition.From
            .GroupBy(state => string.Join(", ", RolesOf(machine, transition, state)))
            .Select(states => states.Count() == transition.From.Count ? states.Key : $"{states.Key} (in {Codes(states)})");
        var roles = string.Join("; ", byRoles);
        return machines.Length == 1 ? roles : $"{machine.Title.ToLowerInvariant()}: {roles}";
    }

    private static IEnumerable<string> RolesOf(StateMachine machine, Transition transition, string state) => transition.Permissions
        .SelectMany(permission => Rights.RolesOf(permission, Given(machine) with { State = state }, new Setup()))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    private static string Codes(IEnumerable<string> states) => string.Join(", ", states.Select(state => $"`{state}`"));

    private static LabObject Given(StateMachine machine) => new LabObject[]
    {
        new Analysis(), new Analysis { Kind = AnalysisKind.Duplicate }, new Analysis { Kind = AnalysisKind.Control }, new Worksheet(),
        new Sample(), new LabClient(), new Contact(), new LabContact(), new AnalysisService(), new ReferenceSample(),
    }.First(value => Machines.Of(value) == machine);
}
