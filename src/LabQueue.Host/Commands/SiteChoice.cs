using LabQueue.Host.Administration;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Commands;

/// <summary>Which site a command is about where nobody said so.</summary>
internal static class SiteChoice
{
    /// <summary>The site that was named, or the only one that there is, or <c>senaite</c>.</summary>
    /// <exception cref="CommandFailedException">There are several, and none was named.</exception>
    public static async Task<string> FindAsync(
        OptionSource options, IAdminChannel channel, CancellationToken cancellationToken)
    {
        if (options.Value(OptionKey.Site) is { } named)
        {
            return named;
        }

        var answer = await channel.SendAsync(new AdminRequest.ListSites(), cancellationToken);
        return Of([.. answer.Sites!.Select(site => site.Site)]);
    }

    /// <summary>The only site that there is, or <c>senaite</c>.</summary>
    /// <exception cref="CommandFailedException">There are several others, or none.</exception>
    public static string Of(IReadOnlyList<string> sites) => sites switch
    {
        [var only] => only,
        [] => throw new CommandFailedException("There is no site yet; make one with 'labqueue site add'."),
        _ when sites.Contains(FirstStart.DefaultSite, StringComparer.Ordinal) => FirstStart.DefaultSite,
        _ => throw new CommandFailedException(
            $"There are {sites.Count} sites; say with --site which one: {string.Join(", ", sites)}.", ExitCode.WrongUsage),
    };
}
