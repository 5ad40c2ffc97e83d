using LabQueue.Engine;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Server.Api;

/// <summary>Says "no such address" to what nobody answered: in the API's shape where the address is one of the API.</summary>
internal sealed class ApiFallback(ApiServices services)
{
    private static readonly Site Unknown = new(string.Empty, new SiteSettings(), Paused: false, []);

    /// <summary>Answers 404.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
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
}
