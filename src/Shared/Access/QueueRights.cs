namespace LabQueue.Access;

/// <summary>What a user may do.</summary>
[Flags]
internal enum QueueRights
{
    /// <summary>Nothing but see own tasks.</summary>
    None = 0,

    /// <summary>Add tasks.</summary>
    Add = 1,

    /// <summary>Take tasks and report what became of them.</summary>
    Consume = 2,

    /// <summary>Requeue, delete and cancel tasks; pause and resume the queue.</summary>
    Manage = 4,

    /// <summary>See the tasks of all, the history and the figures.</summary>
    Look = 8,

    /// <summary>See and change the settings.</summary>
    Settings = 16,

    /// <summary>Add tasks that run as somebody else.</summary>
    ActForOthers = 32,

    /// <summary>All of it.</summary>
    All = Add | Consume | Manage | Look | Settings | ActForOthers,
}
