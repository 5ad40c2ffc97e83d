using System.Globalization;
using LabQueue.Web.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LabQueue.Web.Frame;

/// <summary>
/// Stands before every page: finds out who looks, sends those who have to sign in to do so, sets what browsers must hold to,
/// and shows a page where an answer would be only a number.
/// </summary>
internal sealed class PageMiddleware(RequestDelegate next, IPageAccounts accounts, Entrance entrance)
{
    // Everything comes from this server, and nothing is written into the pages that would run.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private Endpoint? _trouble;

    /// <summary>Answers pages, and hands on all else.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
        {
            await ShowAsync(context, page);
        }
        else
        {
            await next(context);
        }

        if (IsBare(context) && SiteOf(context.Request) is { } site)
        {
            await ShowTroubleAsync(context, site);
        }
    }

    private async Task ShowAsync(HttpContext context, PageActionDescriptor page)
    {
        Prepare(context);
        if (context.GetRouteValue("site") is not string site)
        {
            await next(context);
            return;
        }

        if (!entrance.Has(site))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var visitor = await entrance.EnterAsync(context, site);
        if (!visitor.IsSignedIn && !page.EndpointMetadata.OfType<ForEverybodyAttribute>().Any())
        {
            SendToLogin(context, site);
            return;
        }

        await next(context);
    }

    private static void SendToLogin(HttpContext context, string site)
    {
        var request = context.Request;
        var isLook = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (request.Headers.ContainsKey("HX-Request"))
        {
            if (!isLook)
            {
                // The page says that nothing was saved, and still has what was typed.
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            // A part of a page cannot show the log-in: the whole page has to.
            context.Response.Headers["HX-Refresh"] = "true";
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var from = isLook ? QueryString.Create("came_from", request.Path + request.QueryString) : QueryString.Empty;
        context.Response.Redirect(SiteAddress.Of(site, "login") + from);
    }

    private async Task ShowTroubleAsync(HttpContext context, string site)
    {
        _trouble ??= context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
            .First(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>()?.ViewEnginePath == "/Trouble");
        Prepare(context);
        if (context.Features.Get<Visitor>() is null)
        {
            await entrance.EnterAsync(context, site);
        }

        context.SetEndpoint(_trouble);
        context.Request.RouteValues = new RouteValueDictionary { ["page"] = "/Trouble", ["site"] = site };
        context.Request.Method = HttpMethods.Get;
        await _trouble.RequestDelegate!(context);
    }

    // Programs get the number alone; who opened an address in a browser gets a page.
    private static bool IsBare(HttpContext context) =>
        context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null or 0 }
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.Value!.Contains("/@@API/", StringComparison.Ordinal);

    private string? SiteOf(HttpRequest request)
    {
        var path = request.Path.Value!.AsSpan().TrimStart('/');
        var site = (path.IndexOf('/') is >= 0 and var end ? path[..end] : path).ToString();
        return entrance.Has(site) ? site : accounts.Sites is [var only] ? only : null;
    }

    private static void Prepare(HttpContext context)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Preferences.LanguageOf(context.Request);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";

        // What one person saw must not be shown to the next who uses the browser. Last, because forms set a weaker one.
        context.Response.OnStarting(() =>
        {
            headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
    }
}
