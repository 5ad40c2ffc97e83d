using LabQueue.Api;
using LabQueue.Engine;
using LabQueue.Server.Reference;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Server.Api;

/// <summary>
/// Answers what nobody answered. A person who opens the server's own address is led to the description of the API, until the
/// process has a page of its own there; all else is told "no such address", in the API's shape where the address is one of it.
/// </summary>
internal sealed class ApiFallback(ApiServices services)
{
    private static readonly Site Unknown = new(string.Empty, new SiteSettings(), Paused: false, []);

    /// <summary>Answers 302 or 404.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (IsFrontDoor(context.Request))
        {
            context.Response.Redirect(ReferenceRoutes.Page);
            return;
        }

        if (!ApiPath.TryParse(context.Request.Path.Value ?? string.Empty, out var path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var site = services.Sites.Sites.GetValueOrDefault(path.Site, Unknown);
        using var call = new ApiCall(context, services, site, path.View);
        await call.RefuseAsync(
            services.Gate.TryReadToken(site, context.Request, out _) ? ApiError.NoSuchRoute : ApiError.Unauthorized);
    }

    private bool IsFrontDoor(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && (request.Path.Value ?? string.Empty).Trim('/') is var site
        && (site.Length == 0 || services.Sites.Sites.ContainsKey(site));
}
