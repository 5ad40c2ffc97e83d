namespace LabQueue.Host.Configuration;

/// <summary>
/// The options' configuration keys, without their common beginning: <c>AuthKey</c> is <c>LabQueue:AuthKey</c>, in the
/// environment <c>LABQUEUE__AUTHKEY</c>, on the command line <c>--auth-key</c>.
/// </summary>
internal static class OptionKey
{
    public const string Role = "Role";
    public const string Urls = "Urls";
    public const string Data = "Data";
    public const string Store = "Store";
    public const string TaskTurn = "TaskTurn";
    public const string Site = "Site";
    public const string AuthKey = "AuthKey";
    public const string TestControl = "TestControl";
    public const string BehindProxy = "BehindProxy";
    public const string MaxWatchers = "MaxWatchers";
    public const string DrainSeconds = "DrainSeconds";
    public const string Demo = "Demo";
    public const string DemoPassword = "DemoPassword";
    public const string Server = "Server";
    public const string User = "User";
    public const string QueueServer = "QueueServer";
    public const string Senaite = "Senaite";
    public const string ConsumerId = "ConsumerId";
    public const string Concurrency = "Concurrency";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Role, Urls, Data, Store, TaskTurn, Site, AuthKey, BehindProxy, MaxWatchers, DrainSeconds, TestControl, Demo, DemoPassword,
        Server, User, QueueServer, Senaite, ConsumerId, Concurrency,
    ];
}
