using System.Text.Json;
using LabQueue.Client.Pool;

namespace LabQueue.Client.Outbox;

/// <summary>The tasks of an outbox by their objects, in memory, for a pool: from when they are kept until the pool heard of them.</summary>
internal sealed class OutboxView
{
    private readonly Lock _lock = new();
    private readonly KnownTasks _tasks = new();
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);

    /// <summary>The tasks that the pool does not know yet.</summary>
    public IReadOnlyList<QueueTask> Touching(string objectUid) => _tasks.Touching(objectUid);

    /// <summary>Whether one of them is about an object, or touches it.</summary>
    public bool IsTouched(string objectUid) => _tasks.IsTouched(objectUid);

    /// <summary>Whether it has seen as many tasks as the store says.</summary>
    public bool HasAll(long waiting)
    {
        lock (_lock)
        {
            return _waiting.Count == waiting;
        }
    }

    /// <summary>Takes in what the store has: all of it, where tasks were kept by others.</summary>
    public void Reset(IReadOnlyList<OutboxTask> tasks)
    {
        lock (_lock)
        {
            foreach (var uid in _waiting.Except(tasks.Select(task => task.TaskUid), StringComparer.Ordinal).ToArray())
            {
                _waiting.Remove(uid);
                _tasks.Remove(uid);
            }
        }

        Keep(tasks);
    }

    /// <summary>Takes tasks in.</summary>
    public void Keep(IReadOnlyList<OutboxTask> tasks)
    {
        foreach (var task in tasks)
        {
            lock (_lock)
            {
                if (_waiting.Add(task.TaskUid) && Read(task) is { Ghost: false } read)
                {
                    _tasks.Put(read);
                }
            }
        }
    }

    /// <summary>A task left the outbox. One that was added stays in view until the pool heard of it.</summary>
    public void Leave(string taskUid, bool isAdded)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(taskUid) || !isAdded)
            {
                _tasks.Remove(taskUid);
            }
            else if (_tasks.Contains(taskUid))
            {
                _sent.Add(taskUid);
            }
        }
    }

    /// <summary>The pool heard of a task: it is no longer the outbox's to tell.</summary>
    public void Hear(string taskUid)
    {
        lock (_lock)
        {
            _sent.Remove(taskUid);
            _tasks.Remove(taskUid);
        }
    }

    /// <summary>What was sent so far: a pool that compares itself with the server afterwards knows it.</summary>
    public string[] Sent()
    {
        lock (_lock)
        {
            return [.. _sent];
        }
    }

    private static QueueTask Read(OutboxTask task)
    {
        using var document = JsonDocument.Parse(task.Text, QueueJson.DocumentOptions);
        var wish = document.RootElement;
        return new QueueTask
        {
            TaskUid = task.TaskUid,
            Name = wish.GetProperty("name"u8).GetString()!,
            ContextUid = wish.GetProperty("context_uid"u8).GetString()!,
            ContextPath = wish.GetProperty("context_path"u8).GetString()!,
            Uids = wish.TryGetProperty("uids"u8, out var uids) ? [.. uids.EnumerateArray().Select(uid => uid.GetString()!)] : [],
            Created = task.Kept,
            Username = task.Username,
            Ghost = wish.TryGetProperty("ghost"u8, out var ghost) && LooseValue.IsTrue(ghost),
        };
    }
}
