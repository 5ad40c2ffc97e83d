using System.Collections.Frozen;
using LabQueue.Access;
using LabQueue.Api;

namespace LabQueue.Server.Api;

/// <summary>All addresses of the API.</summary>
internal static class ApiRoutes
{
    private const ApiMethods Any = ApiMethods.Get | ApiMethods.Post;
    private const string QueueSteps = "queue_server";
    private const int UidLength = LabQueue.TaskUid.Length;

    private static readonly ApiRoute Version = new("version", ApiMethods.Get, QueueRights.None, VersionRoute.AnswerAsync)
    {
        IsOpen = true,
    };

    private static readonly ApiRoute OneTask = new("queue_server/{uid}", Any, QueueRights.None, TaskRoutes.FindAsync)
    {
        IsEverywhere = true,
    };

    /// <summary>Each address, in the order in which people read about them.</summary>
    public static IReadOnlyList<ApiRoute> All { get; } =
    [
        Version,
        new("queue_server/tasks", Any, QueueRights.None, ListRoutes.TasksAsync),
        new("queue_server/tasks/{status}", Any, QueueRights.None, ListRoutes.TasksAsync),
        new("queue_server/diff", Any, QueueRights.None, DiffRoute.AnswerAsync),
        new("queue_server/uids", Any, QueueRights.None, ListRoutes.UidsAsync),
        new("queue_server/uids/{status}", Any, QueueRights.None, ListRoutes.UidsAsync),
        new("queue_server/search", Any, QueueRights.None, ListRoutes.SearchAsync),
        new("queue_server/find", ApiMethods.Get, QueueRights.None, FindRoute.AnswerAsync),
        OneTask,
        new("queue_server/add", ApiMethods.Post, QueueRights.Add, TaskRoutes.AddAsync),
        new("queue_server/pop", ApiMethods.Post, QueueRights.Consume, PopRoute.AnswerAsync),
        new("queue_server/done", ApiMethods.Post, QueueRights.Consume, ReportRoutes.DoneAsync),
        new("queue_server/fail", ApiMethods.Post, QueueRights.Consume, ReportRoutes.FailAsync),
        new("queue_server/timeout", ApiMethods.Post, QueueRights.Consume, ReportRoutes.TimeoutAsync),
        new("queue_server/advance", ApiMethods.Post, QueueRights.Consume, ReportRoutes.AdvanceAsync),
        new("queue_server/release", ApiMethods.Post, QueueRights.Consume, ReportRoutes.ReleaseAsync),
        new("queue_server/heartbeat", ApiMethods.Post, QueueRights.Consume, HeartbeatRoute.AnswerAsync),
        new("queue_server/requeue", ApiMethods.Post, QueueRights.Manage, ChangeRoutes.RequeueAsync),
        new("queue_server/requeue/{uid}", Any, QueueRights.Manage, ChangeRoutes.RequeueAsync),
        new("queue_server/delete", ApiMethods.Post, QueueRights.Manage, ChangeRoutes.DeleteAsync),
        new("queue_server/cancel", ApiMethods.Post, QueueRights.Manage, ChangeRoutes.CancelAsync),
        new("queue_server/priority", ApiMethods.Post, QueueRights.Manage, ChangeRoutes.PrioritizeAsync),
        new("queue_server/pause", ApiMethods.Post, QueueRights.Manage, ChangeRoutes.PauseAsync),
        new("queue_server/resume", ApiMethods.Post, QueueRights.Manage, ChangeRoutes.ResumeAsync),
        new("queue_server/consumer", ApiMethods.Post, QueueRights.Manage, ConsumerRoute.AnswerAsync),
        new("queue_server/explain/{uid}", ApiMethods.Get, QueueRights.None, HistoryRoutes.ExplainAsync),
        new("queue_server/history", ApiMethods.Get, QueueRights.None, HistoryRoutes.HistoryAsync),
        new("queue_server/stats", ApiMethods.Get, QueueRights.Look, StatsRoutes.StatsAsync),
        new("queue_server/consumers", ApiMethods.Get, QueueRights.Look, StatsRoutes.ConsumersAsync),
        new("queue_server/audit", ApiMethods.Get, QueueRights.Settings, AuditRoute.AnswerAsync),
        new("queue_server/events", ApiMethods.Get, QueueRights.None, EventsRoute.AnswerAsync),
        new("queue_server/settings", Any, QueueRights.Settings, SettingsRoute.AnswerAsync) { IsEverywhere = true },
    ];

    private static readonly FrozenDictionary<string, ApiRoute>.AlternateLookup<ReadOnlySpan<char>> Plain =
        Named(hasArgument: false);

    private static readonly FrozenDictionary<string, ApiRoute>.AlternateLookup<ReadOnlySpan<char>> WithArgument =
        Named(hasArgument: true);

    /// <summary>Finds the route of an address.</summary>
    /// <param name="path">The address.</param>
    /// <param name="argument">The part of it that is a value.</param>
    /// <returns>Null where there is none.</returns>
    public static ApiRoute? Find(in ApiPath path, out string? argument)
    {
        argument = null;
        if (path.First.IsEmpty || (path.First.SequenceEqual(Version.Template) && path.Second.IsEmpty))
        {
            return Version;
        }

        if (!path.First.SequenceEqual(QueueSteps) || path.Second.IsEmpty || path.IsLonger)
        {
            return null;
        }

        if (!path.Third.IsEmpty)
        {
            return FindWithArgument(path, out argument);
        }

        if (Plain.TryGetValue(path.Second, out var route))
        {
            return route;
        }

        argument = path.Second.Length == UidLength ? path.Second.ToString() : null;
        return argument is null ? null : OneTask;
    }

    private static ApiRoute? FindWithArgument(in ApiPath path, out string? argument)
    {
        argument = null;
        if (!WithArgument.TryGetValue(path.Second, out var route)
            || (route.Template.EndsWith("{uid}", StringComparison.Ordinal) && path.Third.Length != UidLength))
        {
            return null;
        }

        argument = path.Third.ToString();
        return route;
    }

    private static FrozenDictionary<string, ApiRoute>.AlternateLookup<ReadOnlySpan<char>> Named(bool hasArgument) => All
        .Where(route => route != Version && route != OneTask && route.Template.Contains('{') == hasArgument)
        .ToFrozenDictionary(route => route.Address[(QueueSteps.Length + 1)..], StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();
}
