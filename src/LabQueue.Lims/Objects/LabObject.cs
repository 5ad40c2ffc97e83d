using System.Text.Json.Serialization;

namespace LabQueue.Lims.Objects;

/// <summary>Anything that the laboratory keeps a record of. A value: a change is a new one, made with <c>with</c>.</summary>
/// <remarks>
/// What is common to all types has a column of its own; what a type adds is its record's properties, whose names are those of
/// the JSON API (<c>lims-domain</c>, sections 1.2 and 9).
/// </remarks>
internal abstract record LabObject
{
    /// <summary>32 letters <c>a-z</c> and digits, minted by <see cref="LabUid"/>.</summary>
    [JsonIgnore]
    public string Uid { get; init; } = string.Empty;

    /// <summary>Short name below its parent, such as <c>W-0001</c>; empty until the work that makes it takes one.</summary>
    [JsonIgnore]
    public string Id { get; init; } = string.Empty;

    /// <summary>Address in the tree, such as <c>/senaite/clients/client-1/W-0001</c>.</summary>
    [JsonIgnore]
    public string Path { get; init; } = string.Empty;

    /// <summary>Uid of what it lies in; for folders of the site <see cref="LabUid.Site"/>.</summary>
    [JsonIgnore]
    public string ParentUid { get; init; } = LabUid.Site;

    /// <summary>The client whose tree it is in; null for what belongs to the laboratory.</summary>
    [JsonIgnore]
    public string? ClientUid { get; init; }

    /// <summary>Workflow state.</summary>
    [JsonIgnore]
    public string State { get; init; } = ActiveState.Active;

    /// <summary>Who made it.</summary>
    [JsonIgnore]
    public string Creator { get; init; } = string.Empty;

    /// <summary>When it was made, whole microseconds.</summary>
    [JsonIgnore]
    public DateTimeOffset Created { get; init; }

    /// <summary>When it was changed last, whole microseconds.</summary>
    [JsonIgnore]
    public DateTimeOffset Modified { get; init; }

    /// <summary>Grows by one with each change, from 1; 0: not kept yet.</summary>
    [JsonIgnore]
    public long Version { get; init; }

    /// <summary>Type name in the JSON API, such as <c>AnalysisRequest</c>.</summary>
    [JsonIgnore]
    public abstract string PortalType { get; }

    /// <summary>What lists of its type are sorted by, as text: ids in natural order where a type says nothing else.</summary>
    [JsonIgnore]
    public virtual string SortKey => NaturalOrder.Key(Id);

    /// <summary>The sample or reference sample that an analysis is of; null for other types.</summary>
    [JsonIgnore]
    public virtual string? ContainerUid => null;

    /// <summary>The service that it is of; null for types that are of none.</summary>
    [JsonIgnore]
    public virtual string? ServiceUid => null;

    /// <summary>The user who is responsible for a worksheet; null for other types.</summary>
    [JsonIgnore]
    public virtual string? Responsible => null;

    /// <summary>Whether clients are not to see it, whatever its state.</summary>
    [JsonIgnore]
    public virtual bool IsHidden => false;

    /// <summary>When the result of an open analysis is due; null: it is not open, or of another type.</summary>
    [JsonIgnore]
    public virtual DateTimeOffset? Due => null;

    /// <summary>What a search for words finds it by, beside id and title.</summary>
    [JsonIgnore]
    public virtual string SearchText => string.Empty;

    /// <summary>What people read.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>More about it.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>What its transitions left behind, oldest first; verification rules read it (<c>lims-domain</c>, 2.3).</summary>
    public ValueList<WorkflowEvent> History { get; init; } = [];
}
