namespace LabQueue.Server.Hosting;

/// <summary>Finds the moment at which a process has come to rest, from how often its collector ran.</summary>
internal sealed class RestAfterWork
{
    /// <summary>How many looks in a row must find nothing new.</summary>
    public const int Looks = 5;

    private int _collections;
    private int _quiet = Looks;

    /// <summary>Looks.</summary>
    /// <param name="collections">How often the collector has run so far.</param>
    /// <returns>Whether the rest begins now; true once for each burst of work.</returns>
    public bool Begins(int collections)
    {
        if (collections != _collections)
        {
            _quiet = 0;
            _collections = collections;
            return false;
        }

        return _quiet < Looks && ++_quiet == Looks;
    }

    /// <summary>Memory was given back.</summary>
    /// <param name="collections">How often the collector has run now: its last run was no work.</param>
    public void Used(int collections) => _collections = collections;
}
