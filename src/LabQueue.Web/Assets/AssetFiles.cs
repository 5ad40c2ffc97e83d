using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Web.Assets;

/// <summary>The files that browsers get beside the pages: styles, scripts and icons, embedded in the assembly.</summary>
internal sealed class AssetFiles
{
    /// <summary>Where they are, for browsers.</summary>
    public const string Folder = "/assets/";

    private const string Prefix = "assets/";
    private const int HashLetters = 12;

    private readonly FrozenDictionary<string, Lazy<AssetFile>> _files;
    private readonly FrozenDictionary<string, string> _icons;

    /// <summary>Finds what is embedded; nothing is read yet.</summary>
    public AssetFiles()
    {
        var names = typeof(AssetFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToArray();
        _files = names.Where(name => !IsIcon(name))
            .ToFrozenDictionary(name => name[Prefix.Length..], name => new Lazy<AssetFile>(() => Read(name)), StringComparer.Ordinal);
        _icons = names.Where(IsIcon)
            .ToFrozenDictionary(name => Path.GetFileNameWithoutExtension(name), IconOf, StringComparer.Ordinal);
    }

    /// <summary>The address of a file, with a fingerprint, so that browsers may keep it for good.</summary>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public string AddressOf(string name) => $"{Folder}{_files[name].Value.Hash}/{name}";

    /// <summary>An icon, as SVG to stand in a page.</summary>
    /// <exception cref="KeyNotFoundException">There is no such icon: <c>Assets.targets</c> names those that are taken.</exception>
    public string Icon(string name) => _icons[name];

    /// <summary>Answers a request for a file.</summary>
    public async Task AnswerAsync(HttpContext context, string hash, string name)
    {
        if (!_files.TryGetValue(name, out var lazy) || lazy.Value is not { } file || file.Hash != hash)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var response = context.Response;
        response.ContentType = file.ContentType;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.Vary = "Accept-Encoding";
        var isSmall = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (isSmall)
        {
            response.Headers.ContentEncoding = "gzip";
            response.ContentLength = file.Compressed.Length;
            await response.Body.WriteAsync(file.Compressed, context.RequestAborted);
        }
        else
        {
            await using var whole = new GZipStream(new MemoryStream(file.Compressed), CompressionMode.Decompress);
            await whole.CopyToAsync(response.Body, context.RequestAborted);
        }
    }

    private static bool IsIcon(string name) => name.EndsWith(".svg", StringComparison.Ordinal);

    private static AssetFile Read(string name)
    {
        using var stream = Open(name);
        using var compressed = new MemoryStream();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(content.GetBuffer(), 0, (int)content.Length);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)))[..HashLetters];
        var type = Path.GetExtension(name) == ".css" ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
        return new AssetFile(hash, type, compressed.ToArray());
    }

    // What it draws, and nothing of how: that is the style's, for all of them once.
    private static string IconOf(string name)
    {
        using var reader = new StreamReader(Open(name));
        var text = reader.ReadToEnd();
        var shapes = text[(text.IndexOf('>', StringComparison.Ordinal) + 1)..text.IndexOf("</svg>", StringComparison.Ordinal)];
        var drawn = string.Concat(shapes.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries).Where(shape => !shape.Contains("M0 0h24v24H0z", StringComparison.Ordinal)));
        return $"<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">{drawn}</svg>";
    }

    private static Stream Open(string name) => Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;

    private sealed record AssetFile(string Hash, string ContentType, byte[] Compressed);
}
