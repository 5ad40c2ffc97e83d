namespace LabQueue.Lims.Tests.Workflow;

/// <summary>Who may do which transition in which state, written down from the laboratory's rules and not from the program.</summary>
internal static class RightsTable
{
    // type | transition | states | roles
    private const string Rows =
        """
        analysis         | assign       | unassigned                     | Analyst LabClerk LabManager Manager
        analysis         | unassign     | assigned                       | Analyst LabClerk LabManager Manager
        analysis         | unassign     | retracted rejected cancelled   | Analyst LabManager Manager Verifier
        analysis         | submit       | unassigned assigned            | Analyst LabManager Manager
        analysis         | multi_verify | to_be_verified                 | LabManager Manager Verifier
        analysis         | verify       | to_be_verified                 | LabManager Manager Verifier
        analysis         | retest       | to_be_verified                 | LabManager Manager
        analysis         | retract      | to_be_verified                 | Analyst LabManager Manager Sampler
        analysis         | reject       | unassigned assigned to_be_verified | LabManager Manager
        field            | assign       | unassigned                     | Analyst LabClerk LabManager Manager
        field            | unassign     | assigned                       | Analyst LabClerk LabManager Manager
        field            | unassign     | retracted rejected cancelled   | Analyst LabManager Manager Verifier
        field            | submit       | registered unassigned assigned | LabManager Manager Sampler
        field            | multi_verify | to_be_verified                 | LabManager Manager Verifier
        field            | verify       | to_be_verified                 | LabManager Manager Verifier
        field            | retest       | to_be_verified                 | LabManager Manager
        field            | retract      | to_be_verified                 | Analyst LabManager Manager Sampler
        field            | reject       | unassigned assigned to_be_verified | LabManager Manager
        duplicate        | unassign     | assigned to_be_verified verified | Analyst LabClerk LabManager Manager
        duplicate        | submit       | assigned                       | Analyst LabManager Manager
        duplicate        | multi_verify | to_be_verified                 | LabManager Manager Verifier
        duplicate        | verify       | to_be_verified                 | LabManager Manager Verifier
        duplicate        | retract      | to_be_verified                 | Analyst LabManager Manager
        reference        | unassign     | assigned                       | Analyst LabClerk LabManager Manager
        reference        | unassign     | to_be_verified verified        | LabManager Manager
        reference        | submit       | assigned                       | Analyst LabManager Manager
        reference        | multi_verify | to_be_verified                 | LabManager Manager Verifier
        reference        | verify       | to_be_verified                 | LabManager Manager Verifier
        reference        | retract      | to_be_verified                 | Analyst LabManager Manager
        worksheet        | retract      | to_be_verified                 | LabManager Manager
        worksheet        | remove       | open                           | LabManager Manager
        sample           | receive      | sample_due                     | LabClerk LabManager Manager SamplingCoordinator
        sample           | verify       | to_be_verified                 | LabManager Manager Verifier
        sample           | retract      | to_be_verified                 | LabManager Manager
        sample           | publish      | verified                       | LabManager Manager Publisher
        sample           | cancel       | pending_sample sample_due sample_received | LabClerk LabManager Manager Owner
        sample           | reinstate    | cancelled                      | LabClerk LabManager Manager Owner
        sample           | reject       | sample_due sample_received to_be_verified | LabClerk LabManager Manager
        client           | deactivate   | active                         | LabManager Manager
        client           | activate     | inactive                       | LabManager Manager
        contact          | deactivate   | active                         | LabClerk LabManager Manager
        contact          | activate     | inactive                       | LabClerk LabManager Manager
        labcontact       | deactivate   | active                         | LabManager Manager
        labcontact       | activate     | inactive                       | LabManager Manager
        service          | deactivate   | active                         | LabManager Manager
        service          | activate     | inactive                       | LabManager Manager
        referencesample  | expire       | current                        | Analyst LabClerk LabManager Manager
        referencesample  | dispose      | expired                        | Analyst LabClerk LabManager Manager
        referencesample  | deactivate   | current                        | LabManager Manager
        referencesample  | activate     | inactive                       | LabManager Manager
        """;

    /// <summary>Types of the table.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. Parse().Select(row => row.Type).Distinct(StringComparer.Ordinal)];

    /// <summary>All that is allowed: type, transition, state, role.</summary>
    public static HashSet<(string Type, string Transition, string State, string Role)> Allowed { get; } =
    [
        .. from row in Parse()
           from state in row.States
           from role in row.Roles
           select (row.Type, row.Transition, state, role),
    ];

    private static IEnumerable<(string Type, string Transition, string[] States, string[] Roles)> Parse() =>
        Rows.Split('\n', StringSplitOptions.TrimEntries)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (cells[0], cells[1], cells[2].Split(' '), cells[3].Split(' ')));
}
