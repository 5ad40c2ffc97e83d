namespace LabQueue.Lims.Store;

/// <summary>What lists are sorted by.</summary>
internal enum LabSort
{
    /// <summary>The type's own order.</summary>
    SortKey,

    /// <summary>Time of making.</summary>
    Created,

    /// <summary>Time of the last change.</summary>
    Modified,

    /// <summary>Title.</summary>
    Title,

    /// <summary>State.</summary>
    State,
}
