using LabQueue.Web.Access;
using LabQueue.Web.Assets;
using LabQueue.Web.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LabQueue.Web.Frame;

/// <summary>
/// Puts the pages together when the first of them is asked for: a server that only programs talk to does without the twenty
/// megabytes that the framework's pages take.
/// </summary>
/// <param name="next">What answers all else.</param>
/// <param name="added">What was added to the process.</param>
/// <param name="process">The process's services.</param>
internal sealed class PagesOnDemand(RequestDelegate next, IServiceCollection added, IServiceProvider process)
{
    private readonly IPageAccounts _accounts = process.GetRequiredService<IPageAccounts>();
    private readonly Lazy<(IServiceScopeFactory Scopes, RequestDelegate Answer)> _pages = new(() => Build(PageServices.Build(added, process)));

    /// <summary>Hands a request for a page to the pages, and all else on.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsForPages(context.Request.Path.Value ?? string.Empty))
        {
            await next(context);
            return;
        }

        // Who answers where there is no page was found already; the pages look for themselves.
        var (endpoint, services) = (context.GetEndpoint(), context.RequestServices);
        var (scopes, answer) = _pages.Value;
        await using var scope = scopes.CreateAsyncScope();
        context.SetEndpoint(null);
        context.RequestServices = scope.ServiceProvider;
        context.Features.Set(new Behind(async () =>
        {
            context.SetEndpoint(endpoint);
            context.RequestServices = services;
            await next(context);
            context.RequestServices = scope.ServiceProvider;
        }));
        try
        {
            await answer(context);
        }
        finally
        {
            context.RequestServices = services;
        }
    }

    private static (IServiceScopeFactory Scopes, RequestDelegate Answer) Build(ServiceProvider services)
    {
        var pages = new ApplicationBuilder(services);
        pages.UseRouting();
        pages.UseMiddleware<PageMiddleware>();
        pages.UseEndpoints(routes =>
        {
            routes.MapGet(
                AssetFiles.Folder + "{hash}/{name}",
                (HttpContext context, string hash, string name) => services.GetRequiredService<AssetFiles>().AnswerAsync(context, hash, name));
            routes.MapGet(
                "/{site}/live", (HttpContext context, string site) => services.GetRequiredService<LiveRoute>().AnswerAsync(context, site));
            routes.MapRazorPages();
        });
        pages.Run(context => context.Features.Get<Behind>()!.AnswerAsync());
        return (services.GetRequiredService<IServiceScopeFactory>(), pages.Build());
    }

    private bool IsForPages(string path)
    {
        if (path is "/" || path.StartsWith(AssetFiles.Folder, StringComparison.Ordinal))
        {
            return true;
        }

        var site = path.AsSpan().TrimStart('/');
        var end = site.IndexOf('/');
        var rest = end < 0 ? default : site[end..];
        return !rest.StartsWith("/@@API/") && !rest.StartsWith("/API/")
            && _accounts.Sites.Contains((end < 0 ? site : site[..end]).ToString(), StringComparer.Ordinal);
    }

    /// <summary>What answers where there is no page.</summary>
    private sealed record Behind(Func<Task> AnswerAsync);
}
