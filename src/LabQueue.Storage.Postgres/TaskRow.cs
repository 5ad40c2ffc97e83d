using LabQueue.Engine;

namespace LabQueue.Storage.Postgres;

/// <summary>A task with what the store alone knows of it.</summary>
/// <param name="Id">Row number within its site.</param>
/// <param name="Task">The task.</param>
/// <param name="Key">Its place in the order.</param>
internal sealed record TaskRow(long Id, QueueTask Task, OrderKey Key);
