using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LabQueue.Server.Reference;

/// <summary><c>/openapi.json</c>: the API for programs; <c>/api</c>: the same for people.</summary>
internal static class ReferenceRoutes
{
    /// <summary>Where people read it.</summary>
    public const string Page = "/api";

    /// <summary>The description, as it is kept in this assembly.</summary>
    public static byte[] Document { get; } = Read("openapi.json");

    public static void MapReference(this IEndpointRouteBuilder routes)
    {
        var page = new Lazy<(byte[] Html, string Policy)>(MakePage);
        routes.MapGet("/openapi.json", context => SendAsync(context.Response, "application/json", Document));
        routes.MapGet(Page, context =>
        {
            context.Response.Headers.ContentSecurityPolicy = page.Value.Policy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return SendAsync(context.Response, "text/html; charset=utf-8", page.Value.Html);
        });
    }

    private static Task SendAsync(HttpResponse response, string type, byte[] bytes)
    {
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes).AsTask();
    }

    private static (byte[] Html, string Policy) MakePage()
    {
        var style = Encoding.UTF8.GetString(Read("reference.css"));
        using var document = JsonDocument.Parse(Document);
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        return (
            Encoding.UTF8.GetBytes(ReferencePage.Render(document.RootElement, style)),
            $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(ReferenceRoutes).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly has no {name}.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
