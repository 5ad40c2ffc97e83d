namespace LabQueue.Lims.Users;

/// <summary>The sites that have a laboratory in this process.</summary>
internal interface ILabSites
{
    /// <summary>Their names.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Whether there is one of that name.</summary>
    bool Has(string site);

    /// <summary>The keys that a site's tokens may be made with, the present one first.</summary>
    IReadOnlyList<string> KeysOf(string site);
}
