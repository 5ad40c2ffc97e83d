using LabQueue.Storage.Sqlite.Native;
using LabQueue.Storage.Sqlite.Reading;
using Microsoft.Extensions.Logging;

namespace LabQueue.Storage.Sqlite.Search;

/// <summary>
/// The index for searches, and the thread that fills it behind the commit. The writer only says how far it is, so that adds wait
/// for nothing (decision 0015).
/// </summary>
/// <remarks>
/// While much is to be taken in, that has half a processor, and less while the queue itself has much to do. Trouble with the
/// index is logged, and troubles nobody but those who search.
/// </remarks>
internal sealed partial class SearchIndex : IDisposable
{
    // A task takes about six numbers in its life; from so many a second on the queue has much to do.
    private const double Busy = 3_000;

    private static readonly TimeSpan LongRest = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly SqliteStoreOptions _options;
    private readonly SiteRegistry _sites;
    private readonly Func<bool> _hasRoom;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly List<(long Number, TaskCompletionSource Reached)> _waiting = [];
    private SearchFill? _fill;
    private volatile ReaderPool? _readers;
    private long _published;
    private long _cursor = -1;
    private DateTimeOffset? _known;
    private (long Number, long Timestamp) _last;
    private bool _isResting;
    private bool _isTold;
    private bool _isDamaged;
    private bool _isClosed;
    private volatile bool _isAnythingGone;

    /// <summary>Begins.</summary>
    /// <param name="options">Where the files are.</param>
    /// <param name="sites">The sites.</param>
    /// <param name="published">What is on disk: all up to that number.</param>
    /// <param name="hasRoom">Whether the disk has room for more than the queue.</param>
    /// <param name="time">The server's clock.</param>
    /// <param name="logger">The store's log.</param>
    public SearchIndex(
        SqliteStoreOptions options, SiteRegistry sites, long published, Func<bool> hasRoom, TimeProvider time, ILogger logger)
    {
        (_options, _sites, _published, _hasRoom, _time, _logger) = (options, sites, published, hasRoom, time, logger);
        _last = (published, time.GetTimestamp());
        _thread = new Thread(Work) { IsBackground = true, Name = "labqueue-index" };
        _thread.Start();
    }

    /// <summary>All up to that number is in the index; what was noted for it need not be kept. -1 while it is not open.</summary>
    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>All up to that number is on disk. From the writer.</summary>
    public void Tell(long published) => Volatile.Write(ref _published, published);

    /// <summary>Tasks are not kept any longer. From the writer.</summary>
    public void TellGone() => _isAnythingGone = true;

    /// <summary>Finds tasks.</summary>
    /// <param name="queue">Readers of the queue's file.</param>
    /// <param name="site">The site.</param>
    /// <param name="search">What to find.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<TaskSearchPage> FindAsync(ReaderPool queue, SiteState site, TaskSearch search, CancellationToken cancellationToken)
    {
        if (_readers is not { } readers)
        {
            return new TaskSearchPage([], Next: null, Known: null);
        }

        await WaitAsync(search.Wait, cancellationToken);
        var known = FindKnown();
        var (reads, page) = (new SearchReads(site, search), new Finding(site, search));
        try
        {
            while (!page.IsFull && reads.IsGoingOn)
            {
                // The index first: what it says of a task then is never newer than what the queue's file has of it.
                var rows = await readers.ReadAsync(reads.Next, cancellationToken);
                await queue.ReadAsync(database => page.Take(database, rows), cancellationToken);
            }

            return page.ToPage(reads.Before, known);
        }
        catch (Exception failure) when (failure is SqliteException { IsDisk: true } or SqliteException { IsDamage: true } || readers != _readers)
        {
            // Damaged, or closed meanwhile because of that.
            return new TaskSearchPage([], Next: null, Known: null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        Close();
    }

    // Until all is in it that is on disk now, or until that has taken long enough.
    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var published = Volatile.Read(ref _published);
        if (wait <= TimeSpan.Zero || Cursor >= published)
        {
            return;
        }

        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add((published, reached));
            if (_isResting)
            {
                Monitor.Pulse(_gate);
            }
        }

        try
        {
            await reached.Task.WaitAsync(wait, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The page tells how late the index is.
        }
    }

    private DateTimeOffset? FindKnown()
    {
        lock (_gate)
        {
            return _known is not null && Cursor >= Volatile.Read(ref _published) ? _time.GetUtcNow() : _known;
        }
    }

    private void Work()
    {
        while (true)
        {
            var rest = Round();
            lock (_gate)
            {
                var cursor = Cursor;
                _waiting.RemoveAll(waiting => waiting.Number <= cursor && waiting.Reached.TrySetResult());
                _isResting = rest == _options.IndexRest;
                if (!_isClosed && rest > TimeSpan.Zero && !(_isResting && _waiting.Count > 0))
                {
                    Monitor.Wait(_gate, rest);
                }

                if (_isClosed)
                {
                    return;
                }
            }
        }
    }

    // A round of the fill; what it answers is how long to rest after it.
    private TimeSpan Round()
    {
        try
        {
            if (!_hasRoom())
            {
                return LongRest;
            }

            if (_isDamaged)
            {
                SearchFile.Delete(_options.IndexFile);
                _isDamaged = false;
            }

            Open();
            var (now, until) = (_time.GetUtcNow(), Volatile.Read(ref _published));
            if (Cursor >= until)
            {
                NoteKnown(now);
                _isAnythingGone = _isAnythingGone && !_fill!.DropGone();
                return _options.IndexRest;
            }

            var started = _time.GetTimestamp();
            _fill!.Step(_sites.All.Select(site => site.Id), until);
            Volatile.Write(ref _cursor, _fill.Cursor);
            if (_fill.Cursor < until)
            {
                return _time.GetElapsedTime(started) * (IsBusy(until) ? 5 : 1);
            }

            NoteKnown(now);
            return _options.IndexRest;
        }
#pragma warning disable CA1031 // Whatever goes wrong with the index troubles nobody but those who search.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Close();
            _isDamaged |= failure is SqliteException { IsDamage: true };
            if (!_isTold)
            {
                _isTold = true;
                LogTrouble(failure);
            }

            return LongRest;
        }
    }

    private bool IsBusy(long published)
    {
        var (before, timestamp) = _last;
        var seconds = _time.GetElapsedTime(timestamp).TotalSeconds;
        _last = (published, _time.GetTimestamp());
        return seconds > 0 && (published - before) / seconds > Busy;
    }

    private void NoteKnown(DateTimeOffset now)
    {
        _isTold = false;
        lock (_gate)
        {
            _known = now;
        }
    }

    private void Open()
    {
        if (_fill is null)
        {
            _fill = new SearchFill(_options);
            _readers = new ReaderPool(_options.IndexFile, _options.Readers);
            Volatile.Write(ref _cursor, _fill.Cursor);
        }
    }

    private void Close()
    {
        lock (_gate)
        {
            _known = null;
        }

        Volatile.Write(ref _cursor, -1);
        _readers?.Dispose();
        _readers = null;
        _fill?.Dispose();
        _fill = null;
    }

    [LoggerMessage(2006, LogLevel.Error, "The index for searches cannot be written; tasks are kept all the same, and it is tried again")]
    private partial void LogTrouble(Exception exception);
}
