using System.Globalization;

namespace LabQueue.Benchmarks.Running;

/// <summary>Processor time of a process by the names of its threads.</summary>
internal static class ThreadCpu
{
    /// <summary>Reads it: nanoseconds by name.</summary>
    public static Dictionary<string, double> Read(int process)
    {
        var times = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task")))
        {
            try
            {
                var name = File.ReadAllText(folder + "/comm").Trim();
                var spent = File.ReadAllText(folder + "/schedstat").Split(' ')[0];
                times[name] = times.GetValueOrDefault(name) + double.Parse(spent, CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // The thread ended this moment.
            }
        }

        return times;
    }
}
