namespace LabQueue.Lims.Store;

/// <summary>Lets one write at a time, people before tasks. A database file has one writer; here it is known who is next.</summary>
internal sealed class WriteQueue
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _people = [];
    private readonly LinkedList<TaskCompletionSource> _tasks = [];
    private bool _isTaken;

    /// <summary>Whether a person waits.</summary>
    public bool IsPersonWaiting
    {
        get
        {
            lock (_gate)
            {
                return _people.Count > 0;
            }
        }
    }

    /// <summary>Whether somebody writes, or waits for it.</summary>
    public bool IsTaken
    {
        get
        {
            lock (_gate)
            {
                return _isTaken;
            }
        }
    }

    /// <summary>Waits for the turn.</summary>
    /// <returns>To be disposed of when the writing is over.</returns>
    public async ValueTask<WriteTurn> WaitAsync(bool isPerson, CancellationToken cancellationToken)
    {
        var line = isPerson ? _people : _tasks;
        LinkedListNode<TaskCompletionSource> place;
        lock (_gate)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return new WriteTurn(this);
            }

            place = line.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using var registration = cancellationToken.Register(() => Leave(line, place));
        await place.Value.Task;
        return new WriteTurn(this);
    }

    /// <summary>Gives the turn to who is next. For <see cref="WriteTurn"/>.</summary>
    public void Release()
    {
        lock (_gate)
        {
            var line = _people.Count > 0 ? _people : _tasks;
            if (line.First is { } next)
            {
                line.Remove(next);
                next.Value.SetResult();
            }
            else
            {
                _isTaken = false;
            }
        }
    }

    private void Leave(LinkedList<TaskCompletionSource> line, LinkedListNode<TaskCompletionSource> place)
    {
        lock (_gate)
        {
            // Whoever is not in the line any more has the turn already.
            if (place.List is null)
            {
                return;
            }

            line.Remove(place);
        }

        place.Value.TrySetCanceled();
    }
}
