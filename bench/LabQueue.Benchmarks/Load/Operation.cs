namespace LabQueue.Benchmarks.Load;

/// <summary>What callers do.</summary>
internal enum Operation
{
    /// <summary>Adds a task.</summary>
    Add,

    /// <summary>Adds a list of <see cref="Workload.ListLength"/> tasks.</summary>
    AddList,

    /// <summary>Takes a task and reports it done: two calls.</summary>
    PopDone,

    /// <summary>Reports a task done and takes the next: one call, with a lease.</summary>
    ReportTake,
}
