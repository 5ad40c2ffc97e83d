namespace LabQueue.Storage.Postgres.Writing;

/// <summary>What runs on a site, as a group has it: which names and places run, and who has what.</summary>
internal sealed class RunningSet
{
    private readonly Dictionary<long, RunRow> _runs = [];
    private readonly Dictionary<Guid, int> _names = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>How many run.</summary>
    public int Count => _runs.Count;

    /// <summary>All that runs.</summary>
    public IReadOnlyCollection<RunRow> All => _runs.Values;

    /// <summary>The keys of the names that run.</summary>
    public Guid[] Names => [.. _names.Keys];

    /// <summary>The places that run.</summary>
    public string[] Places => [.. _places.Keys.Select(SafeText.Write)];

    /// <summary>Whether the classic rule holds a task of that name and place back.</summary>
    public bool HoldsBack(Guid name, string place) => _names.ContainsKey(name) && _places.ContainsKey(place);

    /// <summary>The same, to be changed without this one.</summary>
    public RunningSet Copy()
    {
        var copy = new RunningSet();
        foreach (var run in _runs.Values)
        {
            copy.Add(run);
        }

        return copy;
    }

    /// <summary>Somebody asked for the end of a run.</summary>
    public void Cancel(long id)
    {
        if (_runs.TryGetValue(id, out var run))
        {
            _runs[id] = run with { CancelRequested = true };
        }
    }

    /// <summary>A task runs.</summary>
    public void Add(RunRow run)
    {
        _runs.Add(run.Id, run);
        if (run.NameKey is { } name)
        {
            _names[name] = _names.GetValueOrDefault(name) + 1;
        }

        if (run.Place is not null)
        {
            _places[run.Place] = _places.GetValueOrDefault(run.Place) + 1;
        }
    }

    /// <summary>A run is known otherwise.</summary>
    public void Replace(RunRow run) => _runs[run.Id] = run;

    /// <summary>A task runs no more.</summary>
    public void Remove(long id)
    {
        if (!_runs.Remove(id, out var run))
        {
            return;
        }

        if (run.NameKey is { } name && --_names[name] == 0)
        {
            _names.Remove(name);
        }

        if (run.Place is not null && --_places[run.Place] == 0)
        {
            _places.Remove(run.Place);
        }
    }
}
