namespace LabQueue.Benchmarks.Running;

/// <summary>Lets time pass.</summary>
internal static class Pause
{
    /// <summary>Waits.</summary>
    public static void For(TimeSpan time) => Task.Delay(time, TimeProvider.System).Wait();
}
