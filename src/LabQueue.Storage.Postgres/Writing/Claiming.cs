using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Gives work to those who ask, the best tasks first, while the site's limit allows.</summary>
internal sealed class Claiming
{
    private readonly GroupWork _work;
    private readonly List<PopCommand> _wishes;
    private readonly int _limit;
    private readonly List<Claim> _claims = [];
    private readonly Dictionary<string, Wanted> _wanted = new(StringComparer.Ordinal);

    /// <summary>Finds out what is wanted.</summary>
    /// <param name="work">The group.</param>
    /// <param name="wishes">Those who ask, in their order.</param>
    public Claiming(GroupWork work, IEnumerable<PopCommand> wishes)
    {
        _work = work;
        _limit = SettingRules.MaxConcurrent(work.Settings);
        _wishes = work.Site.Paused
            ? []
            : [.. wishes.Where(wish => wish.Missing > 0 && work.ModeOf(wish.Request.ConsumerId) == ConsumerMode.Active)];
        if (Free == 0)
        {
            _wishes.Clear();
        }

        foreach (var wish in _wishes)
        {
            var key = KeyOf(wish);
            if (!_wanted.TryGetValue(key, out var wanted))
            {
                _wanted.Add(key, wanted = new Wanted([.. wish.Request.Names.Distinct().Select(TextKey.Of)]));
            }

            wanted.Count += wish.Missing;
        }
    }

    /// <summary>What was given.</summary>
    public IReadOnlyList<Claim> Claims => _claims;

    /// <summary>Whether there is anybody to give to, and anything to be given while the limit allows.</summary>
    public bool IsWanted => _wishes.Count > 0;

    private int Free => _limit == 0 ? int.MaxValue : Math.Max(0, _limit - _work.Running.Count);

    /// <summary>Asks for candidates, a result for each set of names.</summary>
    public void Ask(SqlBatch batch)
    {
        foreach (var wanted in _wanted.Values.Where(wanted => wanted.IsToAsk))
        {
            wanted.Asked = Math.Min(wanted.Count, Free);
            var isRuled = !_work.Settings.ExactPairs;
            var statement = batch.Add(wanted.Names.Length == 0 ? WriteSql.Candidates : WriteSql.CandidatesOfNames)
                .With(_work.SiteId).With(wanted.Asked)
                .With(isRuled ? _work.Running.Names : []).With(isRuled ? _work.Running.Places : [])
                .With(_claims.Select(claim => claim.Row.Id).ToArray());
            if (wanted.Names.Length > 0)
            {
                statement.With(wanted.Names);
            }
        }
    }

    /// <summary>Reads them: the reader stands on the first result that <see cref="Ask"/> asked for.</summary>
    public async Task ReadAsync(Npgsql.NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        foreach (var wanted in _wanted.Values.Where(wanted => wanted.IsToAsk))
        {
            wanted.Found.Clear();
            while (await reader.ReadAsync(cancellationToken))
            {
                wanted.Found.Enqueue(TaskColumns.Read(reader));
            }

            // Where the database gave fewer than were asked for, there are no more.
            wanted.IsToAsk = wanted.Found.Count == wanted.Asked;
            await reader.NextResultAsync(cancellationToken);
        }
    }

    /// <summary>Gives what was found. Some of it may be held back by what was given just before.</summary>
    /// <returns>Whether there may be more for those who still want some.</returns>
    public bool Give()
    {
        var wantsMore = false;
        foreach (var wish in _wishes)
        {
            if (FindTwin(wish) is { } twin)
            {
                wish.GiveAsWell(twin);
                continue;
            }

            var wanted = _wanted[KeyOf(wish)];
            while (wish.Missing > 0 && Free > 0 && Next(wanted) is { } row)
            {
                wish.Give(Take(wish.Request, row));
                wanted.Count--;
            }

            wantsMore |= wish.Missing > 0 && Free > 0 && wanted.IsToAsk;
        }

        return wantsMore;
    }

    private static string KeyOf(PopCommand wish) => string.Join('\n', wish.Request.Names);

    // The same request twice within a group: both are given the same.
    private QueueTask[]? FindTwin(PopCommand wish)
    {
        if (wish.Request.RequestId is not { } request || wish.HasTasks)
        {
            return null;
        }

        QueueTask[] tasks = [.. _claims
            .Where(claim => claim.Run.Request == request && claim.Run.ConsumerId == wish.Request.ConsumerId)
            .Select(claim => claim.Row.Task)];
        return tasks.Length > 0 ? tasks : null;
    }

    private TaskRow? Next(Wanted wanted)
    {
        while (wanted.Found.TryDequeue(out var row))
        {
            var isTaken = _claims.Exists(claim => claim.Row.Id == row.Id);
            if (!isTaken && !IsHeldBack(row.Task))
            {
                return row;
            }
        }

        return null;
    }

    // Step 4, for tasks without a lane of their own; those that have one are told apart by their lanes alone.
    private bool IsHeldBack(QueueTask task) =>
        !_work.Settings.ExactPairs
        && TaskLane.ClassicPlace(task) is { } place
        && _work.Running.HoldsBack(TextKey.Of(task.Name), place);

    private QueueTask Take(PopRequest request, TaskRow row)
    {
        var number = _work.NextNumber();
        var task = TaskLifecycle.Start(row.Task, request.ConsumerId, number, request.Lease, _work.Now);
        var run = new RunRow
        {
            Id = row.Id,
            TaskUid = task.TaskUid,
            ConsumerId = request.ConsumerId,
            Number = number,
            Started = _work.Now,
            Until = task.LeaseUntil ?? TaskLifecycle.Deadline(task),
            LeaseSeconds = request.Lease?.TotalSeconds,
            MaxSeconds = task.MaxSeconds,
            Request = request.RequestId,
            NameKey = task.Lane is null ? TextKey.Of(task.Name) : null,
            Place = TaskLane.ClassicPlace(task),
        };
        _work.Running.Add(run);
        _claims.Add(new Claim(row with { Task = task }, run));
        _work.Figures.Started(task, _work.Now);
        _work.Tell("started", task);
        return task;
    }

    private sealed class Wanted(Guid[] names)
    {
        public Guid[] Names => names;

        public int Count { get; set; }

        public int Asked { get; set; }

        public bool IsToAsk { get; set; } = true;

        public Queue<TaskRow> Found { get; } = new();
    }
}
