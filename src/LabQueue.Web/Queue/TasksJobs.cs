using Microsoft.Extensions.Hosting;

namespace LabQueue.Web.Queue;

/// <summary>Changes many tasks in the background, one such job at a time for each site.</summary>
internal sealed class TasksJobs(IHostApplicationLifetime lifetime)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TasksJob> _jobs = new(StringComparer.Ordinal);

    /// <summary>The job that runs, or ran last; null: there is none whose outcome nobody has read.</summary>
    public TasksJob? Of(string site)
    {
        lock (_gate)
        {
            return _jobs.GetValueOrDefault(site);
        }
    }

    /// <summary>The outcome of a job was read: it is told no more.</summary>
    public void Forget(string site)
    {
        lock (_gate)
        {
            if (_jobs.TryGetValue(site, out var job) && job.Run.IsCompleted)
            {
                _jobs.Remove(site);
            }
        }
    }

    /// <summary>Begins a job.</summary>
    /// <returns>False where one runs already.</returns>
    public bool TryStart(string site, IQueue queue, TasksJob job)
    {
        lock (_gate)
        {
            if (_jobs.TryGetValue(site, out var before) && !before.Run.IsCompleted)
            {
                return false;
            }

            job.Start(queue, lifetime.ApplicationStopping);
            _jobs[site] = job;
            return true;
        }
    }
}
