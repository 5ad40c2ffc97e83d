using System.Diagnostics;
using System.Globalization;

namespace LabQueue.Failing;

/// <summary>Named places at which a test makes this process kill itself with signal 9, to see that nothing is lost.</summary>
/// <remarks>
/// The environment variable <c>LABQUEUE_FAIL_POINT</c> names a place and a count, such as <c>before_commit:25</c>; it
/// counts only where <c>DOTNET_ENVIRONMENT</c> is <c>Testing</c>.
/// </remarks>
internal static class FailPoint
{
    /// <summary>Queue: all of a group is done, nothing is on disk.</summary>
    public const string BeforeCommit = "before_commit";

    /// <summary>Queue: all is on disk, nobody was answered.</summary>
    public const string AfterCommit = "after_commit";

    /// <summary>Queue: the store is being opened.</summary>
    public const string Recovery = "recovery";

    /// <summary>Laboratory: all of a transaction is done, nothing is on disk.</summary>
    public const string LabCommit = "lab_commit";

    /// <summary>Laboratory: work is kept for the queue, which does not know of it yet.</summary>
    public const string Enqueued = "enqueued";

    /// <summary>Laboratory: the queue has a task that the outbox still has as well.</summary>
    public const string Relayed = "relayed";

    /// <summary>Laboratory: a consumer has a chunk and has not begun it.</summary>
    public const string Taken = "taken";

    /// <summary>Laboratory: a chunk's effects are on disk, and the queue has not heard of them.</summary>
    public const string Worked = "worked";

    /// <summary>Laboratory: the objects of a task that ended are being let go.</summary>
    public const string Releasing = "releasing";

    private static readonly string? Place = Read(0);
    private static int _left = int.TryParse(Read(1), CultureInfo.InvariantCulture, out var count) ? count : 1;

    /// <summary>Ends the process if it is this place's turn.</summary>
    public static void Hit(string place)
    {
        if (Place == place && Interlocked.Decrement(ref _left) == 0)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            self.WaitForExit();
        }
    }

    private static string? Read(int part)
    {
        var isTesting = Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") == "Testing";
        var wish = isTesting ? Environment.GetEnvironmentVariable("LABQUEUE_FAIL_POINT") : null;
        return wish?.Split(':').ElementAtOrDefault(part);
    }
}
