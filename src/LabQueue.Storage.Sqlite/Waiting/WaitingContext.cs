namespace LabQueue.Storage.Sqlite.Waiting;

/// <summary>The waiting tasks of one name about one object.</summary>
/// <param name="uid">The object; empty where there is none.</param>
/// <param name="name">Their name.</param>
internal sealed class WaitingContext(string uid, string name)
{
    /// <summary>The object.</summary>
    public string Uid { get; } = uid;

    /// <summary>Their name.</summary>
    public string Name { get; } = name;

    /// <summary>How many wait.</summary>
    public int Count { get; set; }
}
