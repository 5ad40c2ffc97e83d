namespace LabQueue.Benchmarks.Load;

/// <summary>One connection that does the same thing again and again.</summary>
internal abstract class Caller(Target target) : IDisposable
{
    /// <summary>How often there was nothing to do.</summary>
    public long Empty { get; protected set; }

    /// <summary>The connection.</summary>
    protected HttpConnection Connection { get; } = new(target.Port);

    /// <summary>Does it once.</summary>
    /// <returns>False where there was nothing to do.</returns>
    public abstract bool Step();

    /// <summary>Leaves nothing half done; not measured.</summary>
    public virtual void Finish()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => Connection.Dispose();
}
