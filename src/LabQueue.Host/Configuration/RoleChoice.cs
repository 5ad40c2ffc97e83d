namespace LabQueue.Host.Configuration;

/// <summary>What a process is to run.</summary>
/// <param name="IsServer">The queue server.</param>
/// <param name="IsConsumer">A consumer.</param>
/// <param name="IsLims">The laboratory.</param>
/// <param name="IsNamed">Whether roles were named at all; else the process runs everything.</param>
internal sealed record RoleChoice(bool IsServer, bool IsConsumer, bool IsLims, bool IsNamed)
{
    private const string Server = "server";
    private const string Consumer = "consumer";
    private const string Lims = "lims";

    /// <summary>Whether a consumer is to run that serves a SENAITE site; one beside the laboratory serves that.</summary>
    public bool IsForSenaite => IsConsumer && !IsLims;

    /// <summary>Reads and checks it.</summary>
    /// <exception cref="OptionException">There is no such role.</exception>
    public static RoleChoice Read(OptionSource source)
    {
        var roles = source.Values(OptionKey.Role);
        if (roles.FirstOrDefault(role => role is not (Server or Consumer or Lims)) is { } other)
        {
            throw OptionException.For(OptionKey.Role, other, "'server', 'consumer' and 'lims', the roles that there are");
        }

        return roles.Count == 0
            ? new RoleChoice(IsServer: true, IsConsumer: true, IsLims: true, IsNamed: false)
            : new RoleChoice(roles.Contains(Server), roles.Contains(Consumer), roles.Contains(Lims), IsNamed: true);
    }
}
