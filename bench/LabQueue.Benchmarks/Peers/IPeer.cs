namespace LabQueue.Benchmarks.Peers;

/// <summary>A queue as the benchmark drives it. Tasks have the numbers from 1 on.</summary>
internal interface IPeer : IAsyncDisposable
{
    /// <summary>Adds tasks, as many at once as the queue likes best.</summary>
    Task FillAsync(int count);

    /// <summary>How many tasks the queue still has.</summary>
    Task<long> LeftAsync();

    /// <summary>Begins to work on what comes.</summary>
    /// <param name="onTask">Told the start of each.</param>
    Task ServeAsync(Action<int> onTask);

    /// <summary>Ends that; what was done is told to the queue first.</summary>
    Task StopAsync();

    /// <summary>Does what adds need before the first one.</summary>
    Task PrepareAddsAsync();

    /// <summary>Adds one task.</summary>
    Task AddAsync(int number);

    /// <summary>Adds tasks in one call, with the numbers from the first one on.</summary>
    Task AddListAsync(int first, int count);
}
