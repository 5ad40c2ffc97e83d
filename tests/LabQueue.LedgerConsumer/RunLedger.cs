using System.Globalization;
using System.Text;

namespace LabQueue.LedgerConsumer;

/// <summary>
/// What a consumer did, a line each: kind, time in microseconds, task, fence, and what belongs to the kind. A line is with the
/// operating system before the next step is taken, so it outlives the process however that ends.
/// </summary>
/// <remarks>
/// Kinds: <c>begin</c> with the claim's start, <c>effect</c> with an object, <c>end</c> of the handler, and <c>told</c> with the
/// kind of a report and what the queue answered to it.
/// </remarks>
internal sealed class RunLedger(string path) : IDisposable
{
    private readonly Lock _lock = new();

    // Without a buffer: each line is one write.
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>The handler begins.</summary>
    public void Begin(QueueTask task) => Write("begin", task.TaskUid, task.Fence, $" {task.Started?.ToMicroseconds()}");

    /// <summary>The handler has done an object.</summary>
    public void Effect(QueueTask task, string uid) => Write("effect", task.TaskUid, task.Fence, $" {uid}");

    /// <summary>The handler returns.</summary>
    public void End(QueueTask task) => Write("end", task.TaskUid, task.Fence, string.Empty);

    /// <summary>The queue answered a report.</summary>
    public void Told(TaskReport report, ReportOutcome outcome) =>
        Write("told", report.TaskUid, report.Fence, $" {report.Kind} {outcome}");

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(string kind, string taskUid, long? fence, string rest)
    {
        lock (_lock)
        {
            var time = TimeProvider.System.GetUtcNow().ToMicroseconds();
            _file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind} {time} {taskUid} {fence}{rest}\n")));
        }
    }
}
