using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Laboratory;

/// <summary>The demo laboratory with many analyses and a queue with very many tasks, served by a process of its own.</summary>
internal sealed class FullLaboratory : IDisposable
{
    private const string Password = "labqueue-demo";

    private readonly ServerProcess _server;

    private FullLaboratory(ServerProcess server, DaysInTheLab days, string task) => (_server, Days, Task) = (server, days, task);

    /// <summary>What it has.</summary>
    public DaysInTheLab Days { get; }

    /// <summary>The uid of a task that waits.</summary>
    public string Task { get; }

    /// <summary>Its address.</summary>
    public string Address => _server.Target.Address;

    /// <summary>From the start of its process until it was ready.</summary>
    public TimeSpan TimeToReady => _server.TimeToReady;

    /// <summary>Memory that its process holds, in MiB.</summary>
    public double Resident => _server.Mebibytes("VmRSS");

    /// <summary>Makes one.</summary>
    /// <param name="folder">Its data folder.</param>
    /// <param name="samples">How many samples it has.</param>
    /// <param name="onLargeSheet">Analyses on each of its large worksheets.</param>
    /// <param name="tasks">How many tasks wait.</param>
    /// <param name="ended">How many are done; as many have failed.</param>
    public static async Task<FullLaboratory> OpenAsync(string folder, int samples, int onLargeSheet, int tasks, int ended)
    {
        // The first start makes the demo; what it has is put beside while nobody serves it.
        ServerProcess.StartDemo(folder, Password).Dispose();
        Console.Error.WriteLine($"{samples} samples");
        var days = await DaysInTheLab.FillAsync(Path.Combine(folder, "lims.db"), Load.Target.Site, samples, onLargeSheet);
        Console.Error.WriteLine($"{tasks} tasks");
        var task = await MillionTasks.FillAsync(folder, tasks, ended);
        var laboratory = new FullLaboratory(ServerProcess.StartDemo(folder, Password), days, task);

        Console.Error.WriteLine("seals of the audit trail");

        // What has no seal yet gets it now; it is not to be measured.
        while (!await days.IsSealedAsync())
        {
            Pause.For(TimeSpan.FromMilliseconds(100));
        }

        return laboratory;
    }

    /// <summary>Somebody who opens its pages.</summary>
    public Task<PageVisitor> VisitAsync(string username) => PageVisitor.SignInAsync(Address, username, Password);

    /// <summary>Somebody who opens its pages in a browser; null: there is none on this machine.</summary>
    public Task<PageBrowser?> BrowseAsync(string username) => PageBrowser.SignInAsync(Address, username, Password);

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();
}
