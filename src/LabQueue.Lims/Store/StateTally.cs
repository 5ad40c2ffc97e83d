namespace LabQueue.Lims.Store;

/// <summary>How many analyses of a worksheet or sample are in each state. What promotions are decided by.</summary>
/// <param name="counts">State to number.</param>
internal sealed class StateTally(IReadOnlyDictionary<string, int> counts)
{
    /// <summary>How many there are, in whatever state.</summary>
    public int Total => counts.Values.Sum();

    /// <summary>How many are in that state.</summary>
    public int this[string state] => counts.GetValueOrDefault(state);

    /// <summary>How many are in a state that fulfils that.</summary>
    public int Count(Func<string, bool> isCounted) => counts.Where(pair => isCounted(pair.Key)).Sum(pair => pair.Value);
}
