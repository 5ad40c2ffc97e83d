using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Benchmarks.StandIn;

/// <summary>Something for the stand-in's writer to do.</summary>
internal sealed class StandInCommand(Func<Database, byte[]> run)
{
    private readonly TaskCompletionSource<byte[]> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _result = [];

    /// <summary>The answer, once it is on disk.</summary>
    public Task<byte[]> Answer => _answer.Task;

    /// <summary>Does it.</summary>
    public void Run(Database database) => _result = run(database);

    /// <summary>It is on disk.</summary>
    public void Succeed() => _answer.SetResult(_result);
}
