namespace LabQueue.Host.Configuration;

/// <summary>What a process is to run.</summary>
/// <param name="IsServer">The queue server.</param>
/// <param name="IsConsumer">A consumer.</param>
/// <param name="IsNamed">Whether roles were named at all; else the process runs everything that this version has.</param>
internal sealed record RoleChoice(bool IsServer, bool IsConsumer, bool IsNamed)
{
    private const string Server = "server";
    private const string Consumer = "consumer";

    /// <summary>Reads and checks it.</summary>
    /// <exception cref="OptionException">There is no such role.</exception>
    public static RoleChoice Read(OptionSource source)
    {
        var roles = source.Values(OptionKey.Role);
        if (roles.FirstOrDefault(role => role is not (Server or Consumer)) is { } other)
        {
            throw OptionException.For(OptionKey.Role, other, "'server' and 'consumer', the roles that this version has");
        }

        return roles.Count == 0
            ? new RoleChoice(IsServer: true, IsConsumer: false, IsNamed: false)
            : new RoleChoice(roles.Contains(Server), roles.Contains(Consumer), IsNamed: true);
    }
}
