using System.Text.Json;
using LabQueue.Client.Outbox;

namespace LabQueue.Client;

/// <content>Adding tasks.</content>
public sealed partial class QueueClient
{
    /// <inheritdoc/>
    /// <remarks>
    /// A task without a uid gets one here, so that a repeat cannot add it twice. A list in which a task has a uid of its own
    /// and is not <see cref="NewTask.Once"/> is sent once only: the server could take a repeat for a new task.
    /// </remarks>
    public async Task<IReadOnlyList<AddResult>> AddAsync(
        IReadOnlyList<NewTask> tasks, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Count == 0)
        {
            return [];
        }

        var times = 0;
        NewTask[] wishes = [.. tasks.Select(WithUid)];
        var call = new Call("add")
        {
            Username = by.Username,
            IsRepeatable = Array.TrueForAll(wishes, wish => wish.Once),
            Payload = writer =>
            {
                times++;
                WriteTasks(writer, wishes, by);
            },
        };
        var added = await _wire.SendAsync(
            call,
            answer => Answers.List(answer, "items", item => new AddResult(
                TaskJsonReader.Read(item), item.GetProperty("added").GetBoolean())),
            cancellationToken).ConfigureAwait(false);
        return times == 1 ? added : [.. added.Select((result, index) => Own(result, isOwn: tasks[index].TaskUid is null))];
    }

    /// <summary>Sends tasks of an outbox, which are written already. The outbox repeats by itself.</summary>
    /// <returns>For each whether it was added; one that the queue has or had already is not.</returns>
    internal Task<bool[]> AddAsync(IReadOnlyList<OutboxTask> tasks, CancellationToken cancellationToken)
    {
        var call = new Call("add")
        {
            Username = tasks[0].Username,
            IsRepeatable = true,
            IsRepeatedByCaller = true,
            Payload = writer =>
            {
                writer.WriteStartArray();
                foreach (var task in tasks)
                {
                    writer.WriteRawValue(task.Text, skipInputValidation: true);
                }

                writer.WriteEndArray();
            },
        };
        return _wire.SendAsync(call, answer => Answers.List(answer, "items", item => item.GetProperty("added").GetBoolean()), cancellationToken);
    }

    private NewTask WithUid(NewTask task) =>
        task.TaskUid is null ? task with { TaskUid = TaskUid.New(_time.GetUtcNow()), Once = true } : task;

    private void WriteTasks(Utf8JsonWriter writer, NewTask[] tasks, Actor by)
    {
        writer.WriteStartArray();
        foreach (var task in tasks)
        {
            NewTaskWriter.Write(writer, task, string.IsNullOrEmpty(by.Username) ? _username : by.Username);
        }

        writer.WriteEndArray();
    }

    // Nobody else knows the uid, so the server has it from a try whose answer was lost.
    private static AddResult Own(AddResult result, bool isOwn) =>
        isOwn && !result.Task.Unique ? result with { Added = true } : result;
}
