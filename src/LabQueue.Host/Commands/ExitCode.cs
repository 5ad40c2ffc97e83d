namespace LabQueue.Host.Commands;

/// <summary>What the program leaves to the script that called it.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Refused, or not found.</summary>
    public const int Refused = 1;

    /// <summary>Wrong usage.</summary>
    public const int WrongUsage = 2;

    /// <summary>The server was not reachable.</summary>
    public const int NotReachable = 3;
}
