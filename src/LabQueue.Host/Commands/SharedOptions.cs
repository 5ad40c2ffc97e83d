using System.CommandLine;

namespace LabQueue.Host.Commands;

/// <summary>Options that several commands have. Their defaults come from the configuration, not from here.</summary>
internal static class SharedOptions
{
    /// <summary>For every command.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write JSON instead of text.",
        Recursive = true,
    };

    /// <summary>For commands about a data folder.</summary>
    public static Option<string> Data { get; } = new("--data")
    {
        Description = "The data folder; default ./data.",
        HelpName = "DIR",
    };

    /// <summary>For commands about one site.</summary>
    public static Option<string> Site { get; } = new("--site")
    {
        Description = "The site; default: the only one that there is, or senaite.",
        HelpName = "NAME",
    };

    /// <summary>For commands that speak with a server.</summary>
    public static Option<string[]> Server { get; } = new("--server")
    {
        Description = "Address of the server and site, such as http://127.0.0.1:8080/senaite (repeatable: servers that share a "
            + "database); default: the server that runs on the data folder, or on the usual ports of this machine.",
        HelpName = "URL",
    };

    /// <summary>For commands that speak with a server.</summary>
    public static Option<string> AuthKey { get; } = new("--auth-key")
    {
        Description = "The site's key; default: keys/SITE.key of the data folder.",
        HelpName = "KEY",
    };

    /// <summary>For commands that speak with a server.</summary>
    public static Option<string> User { get; } = new("--user")
    {
        Description = "The user to act as; default admin.",
        HelpName = "NAME",
    };

    /// <summary>All that a command needs to speak with a server.</summary>
    public static Symbol[] Connection { get; } = [Server, AuthKey, User, Site, Data];
}
