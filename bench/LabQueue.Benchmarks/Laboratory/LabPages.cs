namespace LabQueue.Benchmarks.Laboratory;

/// <summary>Pages that people open, with what the report calls them.</summary>
internal static class LabPages
{
    /// <summary>Those of the laboratory.</summary>
    public static IEnumerable<(string Name, string Path)> Of(DaysInTheLab days)
    {
        yield return ("worksheets", "worksheets");
        yield return ("worksheets, all", "worksheets?tab=all");
        yield return ("worksheets, all, first ones first, 200 rows", "worksheets?tab=all&sort=id&size=200");
        yield return ("worksheets, a word that all have", "worksheets?tab=all&q=analyst1");
        yield return ("a large worksheet", $"worksheets/{days.LargeSheet}/manage_results");
        yield return ("a large worksheet, in columns", $"worksheets/{days.LargeTransposedSheet}/manage_results");
        yield return ("add analyses", $"worksheets/{days.EmptySheet}/add_analyses?filter=all");
        yield return ("add analyses, by the template's services", $"worksheets/{days.EmptySheet}/add_analyses?filter=services");
        yield return ("add analyses, by the template's method", $"worksheets/{days.EmptySheet}/add_analyses?filter=method");
        yield return ("add a blank to a large worksheet", $"worksheets/{days.LargeSheet}/add_blank");
        yield return ("add a duplicate to a large worksheet", $"worksheets/{days.LargeSheet}/add_duplicate");
        yield return ("samples", "samples");
        yield return ("samples, received, by number", "samples?tab=received&sort=id");
        yield return ("samples, published", "samples?tab=published");
        yield return ("samples, some of whose analyses are on no worksheet", "samples?tab=unassigned");
        yield return ("samples, all of whose analyses are on worksheets", "samples?tab=assigned");
        yield return ("samples, late", "samples?tab=late");
        yield return ("samples, invalid: none", "samples?tab=invalid");
        yield return ("samples, all, 200 rows", "samples?tab=all&size=200");
        yield return ("samples, a rare word", $"samples?tab=all&q={days.LastSample}");
        yield return ("samples, a word that all have", "samples?tab=all&q=borehole");
        yield return ("samples, two words", "samples?tab=all&q=borehole+1999");
        yield return ("samples, no such word", "samples?tab=all&q=nothing");
        yield return ("samples of a client", "clients/client-1");
        yield return ("a sample", $"samples/{days.LastSample}");
        yield return ("a sample's log", $"samples/{days.LastSample}/log");
        yield return ("search everywhere, a rare word", $"search?text={days.LastSample}");
        yield return ("search everywhere, a word that all samples have", "search?text=borehole");
    }

    /// <summary>Those of the queue.</summary>
    /// <param name="task">The uid of a task.</param>
    public static IEnumerable<(string Name, string Path)> OfQueue(string task)
    {
        yield return ("queue monitor", "queue_tasks");
        yield return ("queue monitor, scheduled", "queue_tasks?tab=scheduled");
        yield return ("queue monitor, failed", "queue_tasks?tab=failed");
        yield return ("queue monitor, done", "queue_tasks?tab=done");
        yield return ("queue monitor, all", "queue_tasks?tab=all");
        yield return ("queue monitor, a word that a quarter has", "queue_tasks?tab=all&q=submit");
        yield return ("queue monitor, a rare word", "queue_tasks?tab=all&q=WS-0000042");
        yield return ("queue monitor, no such word", "queue_tasks?tab=all&q=nothing");
        yield return ("queue monitor, failed ones with a word", "queue_tasks?tab=failed&q=submit");
        yield return ("queue monitor, by name and context", "queue_tasks?tab=all&name=task_action_submit&context=WS-0000042");
        yield return ("queue monitor, by user", "queue_tasks?tab=all&user=analyst1");
        yield return ("queue monitor, by priority", "queue_tasks?tab=all&priority=2");
        yield return ("a task that waits", $"queue_tasks/{task}");
        yield return ("queue consumers", "queue_consumers");
        yield return ("my tasks", "my_tasks");
        yield return ("control panel", "@@queue-controlpanel");
    }
}
