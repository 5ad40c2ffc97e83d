namespace LabQueue.Access;

/// <summary>What each role may do on a site with trust <c>roles</c>.</summary>
/// <remarks>
/// <para><c>wire-protocol</c>, section 12, "roles". Everybody sees own tasks; a role that is not in the table, such as
/// <c>Client</c>, gives nothing else.</para>
/// <para>An administrator may do anything but add tasks as somebody else: whose decision a task is must stay true. The
/// inspector, who only reads in the laboratory, too, adds nothing. Consumers see tasks, because their work is others'.</para>
/// </remarks>
internal static class RoleTable
{
    private const QueueRights Administrator = QueueRights.All & ~QueueRights.ActForOthers;
    private const QueueRights Operator = QueueRights.Add | QueueRights.Manage | QueueRights.Look;
    private const QueueRights Viewer = QueueRights.Add | QueueRights.Look;

    /// <summary>What one role may do.</summary>
    public static QueueRights Of(string role) => role switch
    {
        "Manager" or "Site Administrator" or "LabManager" => Administrator,
        "LabClerk" => Operator,
        "Analyst" or "Verifier" or "Publisher" => Viewer,
        "RegulatoryInspector" => QueueRights.Look,
        "Consumer" => QueueRights.Add | QueueRights.Consume | QueueRights.ActForOthers | QueueRights.Look,
        _ => QueueRights.None,
    };

    /// <summary>What a user with these roles may do: all that any of them may.</summary>
    public static QueueRights Of(IReadOnlyList<string> roles)
    {
        var rights = QueueRights.None;
        for (var i = 0; i < roles.Count; i++)
        {
            rights |= Of(roles[i]);
        }

        return rights;
    }
}
