using LabQueue.Engine;

namespace LabQueue.TestKit;

/// <summary>Valid defaults for tests, which then state only what matters.</summary>
public static class Given
{
    private static readonly string[] Objects = Uids("s1", "s2", "s3");

    /// <summary>The time at which tests begin: 2023-11-14 22:13:20 UTC, 1700000000 s since 1970.</summary>
    public static DateTimeOffset Now { get; } = DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000);

    /// <summary>The user who asks for work.</summary>
    public static Actor Clerk { get; } = new("lab_clerk");

    /// <summary>The person who looks after the queue.</summary>
    public static Actor Manager { get; } = new("lab_manager", "because");

    /// <summary>A uid that begins with a readable text, such as <c>t1</c>.</summary>
    public static string Uid(string start) => start.PadRight(TaskUid.Length, 'z');

    /// <summary>A few uids that begin with these texts.</summary>
    public static string[] Uids(params string[] starts) => Array.ConvertAll(starts, Uid);

    /// <summary>A task that waits.</summary>
    public static QueueTask Task(string start = "t1") => new()
    {
        TaskUid = Uid(start),
        Name = "task_action_receive",
        ContextUid = Uid("c1"),
        ContextPath = "/senaite/clients/client-1/sample-1",
        Uids = Objects,
        Created = Now,
        Status = QueueTaskStatus.Queued,
        MinSeconds = 3,
        MaxSeconds = 120,
        Retries = 3,
        ChunkSize = 10,
        Username = Clerk.Username,
        Arrival = 1,
    };

    /// <summary>A task that a classic consumer took at <see cref="Now"/>.</summary>
    public static QueueTask RunningTask(string start = "t1") => Task(start) with
    {
        Status = QueueTaskStatus.Running,
        Started = Now,
        ConsumerId = "http://127.0.0.1:8089",
        Attempts = 1,
    };

    /// <summary>A task that a consumer took at <see cref="Now"/> under a lease of 15 s.</summary>
    public static QueueTask LeasedTask(string start = "t1", long fence = 7) => RunningTask(start) with
    {
        Fence = fence,
        LeaseUntil = Now.AddSeconds(15),
    };

    /// <summary>A task that failed for good.</summary>
    public static QueueTask FailedTask(string start = "t1") => RunningTask(start) with
    {
        Status = QueueTaskStatus.Failed,
        Retries = 0,
        ErrorMessage = JsonText.FromString("boom"),
    };

    /// <summary>What a client asks for.</summary>
    /// <param name="start">First letters of the task's uid.</param>
    /// <param name="name">Its name.</param>
    /// <param name="place">Third step of its path; null: a path without a place.</param>
    public static NewTask NewTask(string start = "t1", string name = "task_action_receive", string? place = "client-1") =>
        new(name, Uid("c1"), place is null ? "/senaite/clients" : $"/senaite/clients/{place}/sample-1")
        {
            TaskUid = Uid(start),
            Created = Now,
        };

    /// <summary>A consumer of the original kind that asks for work.</summary>
    public static PopRequest Pop(string consumer = "http://127.0.0.1:8089") => new(consumer);

    /// <summary>A consumer that sends heartbeats and asks for work.</summary>
    public static PopRequest LeasedPop(string consumer = "consumer-1", double seconds = 15, int? count = null) =>
        new(consumer) { Lease = TimeSpan.FromSeconds(seconds), Count = count };

    /// <summary>A site with the original's settings, whose users are its own.</summary>
    public static Site Site(string name = "senaite", TrustMode trust = TrustMode.Original) =>
        new(name, new SiteSettings { Users = UsersMode.Own, Trust = trust }, Paused: false, Keys: []);
}
