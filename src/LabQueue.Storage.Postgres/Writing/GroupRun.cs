using LabQueue.Failing;
using LabQueue.Storage.Postgres.Sites;
using Npgsql;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>One try to carry out a group of commands in a transaction.</summary>
/// <param name="store">The server's store.</param>
/// <param name="site">The site.</param>
/// <param name="connection">For this try alone.</param>
/// <param name="commands">The group.</param>
/// <param name="parked">Consumers that wait for work.</param>
internal sealed class GroupRun(
    StoreContext store, SiteState site, NpgsqlConnection connection, IReadOnlyList<WriteCommand> commands,
    IReadOnlyCollection<PopCommand> parked)
{
    /// <summary>Under this an exception carries the try whose commit may have come to its end.</summary>
    public const string Key = "labqueue.group";

    // What the follower learns meanwhile does not count: it may be newer than what the site's lock says, and older as well.
    private readonly SiteCopy _known = site.Copy;
    private readonly GroupWork _work = new(site, connection, () => store.Now);
    private List<PopCommand> _served = [];
    private SiteCopy? _copy;
    private long _version;
    private bool _hasClaims;
    private bool _isRolledBack;
    private string? _writer;

    /// <summary>Consumers that waited, and were given work.</summary>
    public IReadOnlyList<PopCommand> Served => _served;

    /// <summary>Whether it changed anything.</summary>
    public bool IsChanged => _work.IsChanged;

    /// <summary>Whether others are to hear of it: signs of life and old records that went are nobody's news.</summary>
    public bool IsNews => _work.Events.Count > 0 || _work.Due.Count > 0 || _copy is not null;

    /// <summary>Carries the group out.</summary>
    /// <param name="number">Number of the group.</param>
    /// <param name="earlier">A try whose connection broke while it committed, if any.</param>
    /// <returns>The try that counts: this one, or the earlier one if it had come to its end.</returns>
    public async Task<GroupRun> RunAsync(long number, GroupRun? earlier)
    {
        try
        {
            return await CarryOutAsync(number, earlier);
        }
        catch
        {
            // A connection in mid-transaction is not to go back to the pool; where it lives, the database undoes it at once.
            if (connection.FullState.HasFlag(System.Data.ConnectionState.Open))
            {
                await TryRollBackAsync();
            }

            throw;
        }
    }

    /// <summary>It is on disk: what this server remembers of the site follows.</summary>
    public void Keep()
    {
        foreach (var pop in _work.Heard.Values)
        {
            site.NoteHeard(pop, _work.Now, GroupWriter.HeardEvery);
        }

        if (_copy is not null)
        {
            site.Learn(_copy);
        }

        KeepRuns();
    }

    /// <summary>Tells the metrics.</summary>
    public void PublishFigures() => _work.Figures.Publish(store.Metrics);

    // Who wrote nothing left all as it was. Whoever does not know what ran before does not know it now, unless no run was changed.
    private void KeepRuns()
    {
        if (_isRolledBack)
        {
            return;
        }

        if (_writer is null || _work.IsReset)
        {
            site.Runs = null;
        }
        else if (_work.KnowsRuns)
        {
            _work.CancelledRuns.ForEach(_work.Running.Cancel);
            site.Runs = new KnownRuns(_writer, _work.Running);
        }
        else
        {
            var isUnchanged = site.Runs?.Writer == _work.Head.Writer && !_hasClaims
                && _work is { EndedRuns.Count: 0, CancelledRuns.Count: 0, Renewed.Count: 0 };
            site.Runs = isUnchanged ? site.Runs! with { Writer = _writer } : null;
        }
    }

    private async Task<GroupRun> CarryOutAsync(long number, GroupRun? earlier)
    {
        var plan = new LoadPlan();
        foreach (var command in commands)
        {
            command.Plan(plan);
        }

        // Those who wait are served in the transaction that brings them work.
        plan.Runs |= parked.Count > 0;
        var written = await GroupReader.ReadAsync(_work, plan, store.Server, CancellationToken.None);
        if (earlier is not null && written == number)
        {
            await TryRollBackAsync();
            return earlier;
        }

        _version = _work.Head.Version;
        (_work.Site, _work.Modes) = (_known.Site, _known.Modes);
        if (_version != _known.Version)
        {
            var copy = await SiteReading.ReadAsync(connection, site.Id, CancellationToken.None);
            (_work.Site, _work.Modes) = (copy.Site, copy.Modes);
            site.Learn(copy);
        }

        foreach (var command in commands.OrderBy(command => command.Turn))
        {
            await command.RunAsync(_work, CancellationToken.None);
        }

        var claiming = Prepare(plan);
        await WriteAsync(number, claiming);
        return this;
    }

    private Claiming Prepare(LoadPlan plan)
    {
        // What an earlier try gave them was undone with it, and may be somebody else's by now.
        foreach (var pop in parked)
        {
            pop.Await();
        }

        if (plan.Due)
        {
            Reclaiming.Run(_work);
        }

        PopCommand[] pops = [.. commands.OfType<PopCommand>()];
        foreach (var pop in pops)
        {
            pop.Prepare(_work);
        }

        // Nobody is asked to wait in vain: what has come due may be claimed as well.
        _work.MayHaveWork |= _work.Due.Count > 0;
        return new Claiming(_work, [.. _work.MayHaveWork ? parked.Where(pop => !pop.IsOver) : [], .. pops]);
    }

    private async Task WriteAsync(long number, Claiming claiming)
    {
        await using (var batch = new SqlBatch(connection))
        {
            GroupWriter.WriteTasks(batch, _work);
            _work.IsChanged |= batch.Count > 0;
            if (claiming.IsWanted)
            {
                claiming.Ask(batch);
                await using var reader = await batch.ReadAsync(CancellationToken.None);
                await claiming.ReadAsync(reader, CancellationToken.None);
            }
            else if (batch.Count > 0)
            {
                await batch.RunAsync(CancellationToken.None);
            }
        }

        while (claiming.IsWanted && claiming.Give())
        {
            await using var more = new SqlBatch(connection);
            claiming.Ask(more);
            await using var reader = await more.ReadAsync(CancellationToken.None);
            await claiming.ReadAsync(reader, CancellationToken.None);
        }

        _served = [.. parked.Where(pop => pop.HasTasks)];
        await CommitAsync(number, claiming);
    }

    private async Task CommitAsync(long number, Claiming claiming)
    {
        FailPoint.Hit(FailPoint.BeforeCommit);
        await using var batch = new SqlBatch(connection);
        GroupWriter.WriteClaims(batch, _work, claiming.Claims);
        _isRolledBack = !GroupWriter.TryWriteRecords(batch, _work, store.Server, number);
        _hasClaims = claiming.Claims.Count > 0;
        if (_work.Head.Version != _version)
        {
            _copy = await SiteReading.ReadAsync(connection, site.Id, CancellationToken.None) with { Version = _work.Head.Version };
        }

        try
        {
            _writer = await CommitAsync(batch);
        }
        catch (Exception exception)
        {
            exception.Data[Key] = this;
            throw;
        }
    }

    // The transaction's number, which the site's row has from now on. What fails at the end is told when all results were read.
    private async Task<string?> CommitAsync(SqlBatch batch)
    {
        await using var reader = await batch.ReadAsync(CancellationToken.None);
        var writer = !_isRolledBack && await reader.ReadAsync() ? reader.GetString(0) : null;
        while (await reader.NextResultAsync())
        {
        }

        return writer;
    }

    private async Task TryRollBackAsync()
    {
        try
        {
            await using var command = new NpgsqlCommand("rollback", connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // It is broken, and the database has undone all by itself.
        }
    }
}
