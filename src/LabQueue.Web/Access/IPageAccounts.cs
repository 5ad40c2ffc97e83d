using LabQueue.Access;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Web.Access;

/// <summary>The sites that have pages in this process, and who may sign in to them.</summary>
internal interface IPageAccounts
{
    /// <summary>The sites' names, sorted.</summary>
    IReadOnlyList<string> Sites { get; }

    /// <summary>Whether the site is a laboratory's; else there is nothing of it but its queue.</summary>
    bool HasLaboratory(string site);

    /// <summary>An account that may sign in; null: the site has none of that name, or it is disabled, or only for consumers.</summary>
    Task<PageAccount?> FindAsync(string site, string username, CancellationToken cancellationToken);

    /// <summary>Judges a name and a password. Wrong ones leave a record where the site keeps one.</summary>
    Task<PasswordAnswer> JudgeAsync(string site, string username, string password, HttpContext context);

    /// <summary>Keeps another password of an account.</summary>
    /// <param name="site">The site.</param>
    /// <param name="username">The user, who is the one that asks.</param>
    /// <param name="hash">As the framework's hasher made it.</param>
    /// <param name="context">The request, for the record.</param>
    Task KeepPasswordAsync(string site, string username, string hash, HttpContext context);
}
