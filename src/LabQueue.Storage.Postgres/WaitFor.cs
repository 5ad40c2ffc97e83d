namespace LabQueue.Storage.Postgres;

/// <summary>What a queued task waits for; the column <c>wait</c>.</summary>
internal enum WaitFor : short
{
    /// <summary>Its time.</summary>
    Time = 1,

    /// <summary>A better task of its lane.</summary>
    Lane = 2,

    /// <summary>A consumer.</summary>
    Consumer = 3,
}
