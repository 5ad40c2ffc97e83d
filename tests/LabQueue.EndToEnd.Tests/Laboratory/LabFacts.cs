namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>What the laboratory's database holds at the end of a storm.</summary>
/// <param name="Works">What people handed to the queue.</param>
/// <param name="Outcomes">What became of the objects of it.</param>
/// <param name="Things">Samples, analyses and worksheets.</param>
/// <param name="Places">Which analyses lie in which slots.</param>
/// <param name="Traces">The audit trail of these objects.</param>
/// <param name="Locked">Objects that wait for a task.</param>
/// <param name="Unsent">Tasks that the queue has not got.</param>
/// <param name="WrongRights">What a client's contact may see and should not, or should and may not; a sentence each.</param>
internal sealed record LabFacts(
    IReadOnlyList<LabFacts.Work> Works,
    IReadOnlyList<LabFacts.Outcome> Outcomes,
    IReadOnlyList<LabFacts.Thing> Things,
    IReadOnlyList<LabFacts.Place> Places,
    IReadOnlyList<LabFacts.Trace> Traces,
    IReadOnlyList<string> Locked,
    IReadOnlyList<string> Unsent,
    IReadOnlyList<string> WrongRights)
{
    /// <summary>Reads <see cref="Works"/>.</summary>
    public const string WorkSql =
        """
        select task_uid as TaskUid, name as Name, action as Action, username as Username, status as Status, total as Total, done as Done,
          refused as Refused, failed as Failed, skipped as Skipped, ended as Ended
        from work
        """;

    /// <summary>Reads <see cref="Outcomes"/>.</summary>
    public const string OutcomeSql =
        "select task_uid as TaskUid, object_uid as ObjectUid, outcome as Word, released as Released from outcome";

    /// <summary>Reads <see cref="Things"/>.</summary>
    public const string ThingSql =
        """
        select uid as Uid, portal_type as PortalType, id as Id, state as State, container_uid as ContainerUid, deleted as Deleted,
          json_extract(body, '$.RetestOf') as RetestOf
        from lab_object
        where portal_type in ('AnalysisRequest', 'Analysis', 'DuplicateAnalysis', 'ReferenceAnalysis', 'Worksheet')
        """;

    /// <summary>Reads <see cref="Places"/>.</summary>
    public const string PlaceSql =
        "select analysis_uid as AnalysisUid, worksheet_uid as WorksheetUid, position as Position, kind as Kind, source_uid as SourceUid from slot";

    /// <summary>Reads <see cref="Traces"/>.</summary>
    public const string TraceSql =
        """
        select a.number as Number, a.uid as Uid, a.action as Action, a.actor as Actor, a.task_uid as TaskUid,
          json_extract(a.before, '$.review_state') as Before, json_extract(a.after, '$.review_state') as After
        from audit a join lab_object o on o.site = a.site and o.uid = a.uid
        where o.portal_type in ('AnalysisRequest', 'Analysis', 'DuplicateAnalysis', 'ReferenceAnalysis', 'Worksheet')
        order by a.number
        """;

    /// <summary>Reads <see cref="WrongRights"/>.</summary>
    public const string RightsSql =
        """
        select u.username || ' does not see ' || o.path from lab_user u
        join lab_object o on o.site = u.site and o.client_uid = u.client_uid and o.deleted = 0
        where not exists (select 1 from access_grant g where g.site = u.site and g.username = u.username and g.uid = o.uid)
        union all
        select g.username || ' still sees ' || g.uid from access_grant g
        where not exists (select 1 from lab_user u where u.site = g.site and u.username = g.username and u.client_uid = g.client_uid)
        """;

    /// <summary>Objects by uid.</summary>
    public IReadOnlyDictionary<string, Thing> ByUid { get; } = Things.ToDictionary(thing => thing.Uid, StringComparer.Ordinal);

    /// <summary>What somebody handed to the queue.</summary>
    internal sealed record Work
    {
        /// <summary>The task.</summary>
        public string TaskUid { get; init; } = string.Empty;

        /// <summary>Its name in the queue.</summary>
        public string Name { get; init; } = string.Empty;

        /// <summary>What it does to each object.</summary>
        public string Action { get; init; } = string.Empty;

        /// <summary>Who decided it.</summary>
        public string Username { get; init; } = string.Empty;

        /// <summary>How it ended.</summary>
        public string Status { get; init; } = string.Empty;

        /// <summary>How many objects it has.</summary>
        public long Total { get; init; }

        /// <summary>How many of them it has done.</summary>
        public long Done { get; init; }

        /// <summary>How many the rules refused.</summary>
        public long Refused { get; init; }

        /// <summary>How many it could not handle.</summary>
        public long Failed { get; init; }

        /// <summary>How many were not its own any more.</summary>
        public long Skipped { get; init; }

        /// <summary>When it ended, in microseconds since 1970; null: it has not.</summary>
        public long? Ended { get; init; }
    }

    /// <summary>What became of an object of a task.</summary>
    internal sealed record Outcome
    {
        /// <summary>The task.</summary>
        public string TaskUid { get; init; } = string.Empty;

        /// <summary>The object.</summary>
        public string ObjectUid { get; init; } = string.Empty;

        /// <summary><c>done</c>, <c>refused</c>, <c>failed</c> or <c>skipped</c>.</summary>
        public string Word { get; init; } = string.Empty;

        /// <summary>1: the task ended without having handled it.</summary>
        public long Released { get; init; }
    }

    /// <summary>A sample, an analysis or a worksheet.</summary>
    internal sealed record Thing
    {
        /// <summary>Its uid.</summary>
        public string Uid { get; init; } = string.Empty;

        /// <summary>Its type.</summary>
        public string PortalType { get; init; } = string.Empty;

        /// <summary>Its number, as people say it.</summary>
        public string Id { get; init; } = string.Empty;

        /// <summary>Its state.</summary>
        public string State { get; init; } = string.Empty;

        /// <summary>Of an analysis: its sample or reference sample.</summary>
        public string? ContainerUid { get; init; }

        /// <summary>1: it was taken out of all lists.</summary>
        public long Deleted { get; init; }

        /// <summary>Of a retest: what it repeats.</summary>
        public string? RetestOf { get; init; }

        /// <summary>Whether it is an analysis of any kind.</summary>
        public bool IsAnalysis => PortalType.EndsWith("Analysis", StringComparison.Ordinal);

        /// <inheritdoc/>
        public override string ToString() => $"{PortalType} {Id} ({Uid}, {State})";
    }

    /// <summary>The slot of an analysis.</summary>
    internal sealed record Place
    {
        /// <summary>The analysis.</summary>
        public string AnalysisUid { get; init; } = string.Empty;

        /// <summary>The worksheet.</summary>
        public string WorksheetUid { get; init; } = string.Empty;

        /// <summary>The slot, from 1.</summary>
        public long Position { get; init; }

        /// <summary>What kind of analysis it is.</summary>
        public long Kind { get; init; }

        /// <summary>Of a duplicate: what it repeats.</summary>
        public string? SourceUid { get; init; }
    }

    /// <summary>An entry of the audit trail.</summary>
    internal sealed record Trace
    {
        /// <summary>Its number; later ones are higher.</summary>
        public long Number { get; init; }

        /// <summary>The object.</summary>
        public string Uid { get; init; } = string.Empty;

        /// <summary>What was done.</summary>
        public string Action { get; init; } = string.Empty;

        /// <summary>By whom.</summary>
        public string Actor { get; init; } = string.Empty;

        /// <summary>By which task; null: at once.</summary>
        public string? TaskUid { get; init; }

        /// <summary>The state before; null: the object is new.</summary>
        public string? Before { get; init; }

        /// <summary>The state after; null: the object was deleted.</summary>
        public string? After { get; init; }
    }
}
