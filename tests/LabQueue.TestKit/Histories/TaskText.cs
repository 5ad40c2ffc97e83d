using System.Globalization;
using System.Text;

namespace LabQueue.TestKit.Histories;

/// <summary>A task as one line that holds all that a store must keep, but its number of arrival.</summary>
internal static class TaskText
{
    public static string Of(QueueTask? task)
    {
        if (task is null)
        {
            return "none";
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Short(task.TaskUid)} {task.Name} {task.Status} prio={task.Priority}");
        text.Append(CultureInfo.InvariantCulture, $" created={Time(task.Created)} context={Short(task.ContextUid)}");
        text.Append(CultureInfo.InvariantCulture, $" path={task.ContextPath} uids=[{string.Join(' ', task.Uids.Select(Short))}]");
        text.Append(CultureInfo.InvariantCulture, $" retries={task.Retries} chunk={task.ChunkSize} user={task.Username}");
        text.Append(CultureInfo.InvariantCulture, $" seconds={task.MinSeconds}-{task.MaxSeconds}");
        text.Append(task.Unique ? " unique" : string.Empty).Append(task.Ghost ? " ghost" : string.Empty);
        Append(text, "delay", task.Delay);
        Append(text, "action", task.Action);
        Append(text, "lane", task.Lane);
        Append(text, "not_before", Time(task.NotBefore));
        Append(text, "origin", task.OriginUid);
        Append(text, "started", Time(task.Started));
        Append(text, "consumer", task.ConsumerId);
        Append(text, "fence", task.Fence);
        Append(text, "until", Time(task.LeaseUntil));
        Append(text, "error", task.ErrorMessage?.Raw);
        Append(text, "attempts", task.Attempts);
        Append(text, "orphaned", task.Orphaned);
        text.Append(task.CancelRequested ? " cancel" : string.Empty);
        Append(text, "progress", task.Progress.Handled == 0 ? null : task.Progress);
        Append(text, "extra", task.Extra.IsEmpty ? null : task.Extra);
        return text.ToString();
    }

    /// <summary>A uid without what fills it up.</summary>
    public static string Short(string uid) => uid == TaskUid.Site ? uid : uid.TrimEnd('z');

    /// <summary>Seconds since the histories' start.</summary>
    public static string? Time(DateTimeOffset? time) =>
        time is { } found ? (found - Given.Now).TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture) : null;

    private static void Append(StringBuilder text, string name, object? value)
    {
        if (value is not null and not 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" {name}={value}");
        }
    }
}
