using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Store;
using LabQueue.Web.Access;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Lims.Api;

/// <summary>One call of the JSON API: who asks which site for what.</summary>
internal sealed class LabCall(HttpContext context, LabApiServices services, string site, string view)
{
    /// <summary>The request.</summary>
    public HttpContext Context { get; } = context;

    /// <summary>What routes work with.</summary>
    public LabApiServices Services { get; } = services;

    /// <summary>The site.</summary>
    public string Site { get; } = site;

    /// <summary>The site's address.</summary>
    public string SiteUrl { get; } = $"{context.Request.Scheme}://{context.Request.Host}/{site}";

    /// <summary>The API's address, spelled as the caller spelled it.</summary>
    public string ApiUrl => $"{SiteUrl}/{view}/senaite/v1";

    /// <summary>The address that was asked, without parameters.</summary>
    public string Url => $"{ApiUrl}/{string.Join('/', Steps)}";

    /// <summary>The steps of the address behind <c>v1</c>.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>The parts of the address that are values, by their names in the route's template.</summary>
    public IReadOnlyDictionary<string, string> Values { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Who calls; null: nobody that is known.</summary>
    public LabUser? Caller { get; set; }

    /// <summary>The session that says who calls; null: something else does.</summary>
    public Session? Session { get; set; }

    /// <summary>What was sent: an object or a list; null: nothing.</summary>
    public JsonNode? Body { get; set; }

    /// <summary>The answer's status.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    /// <summary>Ends when the caller hangs up.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Who calls.</summary>
    /// <exception cref="LabApiException">Nobody.</exception>
    public LabUser User => Caller ?? throw new LabApiException(LabApiError.Unauthorized);

    /// <summary>What was sent, as an object.</summary>
    /// <exception cref="LabApiException">It is something else.</exception>
    public JsonObject Object => Body switch
    {
        null => [],
        JsonObject given => given,
        _ => throw new LabApiException(LabApiError.BadRequest("This address takes one JSON object.")),
    };

    /// <summary>What was sent, as records: a list of objects, an object with a list <c>items</c>, or one object.</summary>
    /// <exception cref="LabApiException">It is something else.</exception>
    public IReadOnlyList<JsonObject> Records => Body switch
    {
        null => [],
        JsonObject given when given["items"] is JsonArray list => ObjectsOf(list),
        JsonObject given => [given],
        JsonArray list => ObjectsOf(list),
        _ => throw new LabApiException(LabApiError.BadRequest("This address takes a JSON object, or a list of them.")),
    };

    /// <summary>Whether <see cref="Records"/> came as a list, however long.</summary>
    public bool IsList => Body is JsonArray || (Body as JsonObject)?["items"] is JsonArray;

    /// <summary>A parameter of the address; null: it is not there.</summary>
    public string? Query(string name) =>
        Context.Request.Query.TryGetValue(name, out var values) && values is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>Whether a parameter of the address, or a key of the object that was sent, says yes.</summary>
    public bool Flag(string name) =>
        Query(name) is { } text ? ApiText.IsYes(text)
        : (Body as JsonObject)?[name] is JsonValue value && ApiText.IsYes(value.ToString());

    /// <summary>Whose decision what follows is.</summary>
    public Origin Origin(string? comment = null) =>
        new(User.Username, Services.Store.Time.GetUtcNow(), Context.Connection.RemoteIpAddress?.ToString(), comment)
        {
            Roles = User.Roles,
        };

    /// <summary>Changes something as the caller, trying again where somebody else was faster.</summary>
    public Task<T> ChangeAsync<T>(Func<LabWork, Task<T>> change, string? comment = null) =>
        Services.Store.ChangeAsync(Site, Origin(comment), change, Aborted);

    /// <summary>Reads something as it is at one moment, and judges what the caller could do with it.</summary>
    public async Task<T> LookAsync<T>(Func<LabWork, Task<T>> look)
    {
        await using var work = await Services.Store.LookAsync(Site, Origin(), Aborted);
        return await look(work);
    }

    /// <summary>Reads something.</summary>
    public async Task<T> ReadAsync<T>(Func<LabReader, Task<T>> read)
    {
        await using var reader = await Services.Store.ReadAsync(Site, Aborted);
        return await read(reader);
    }

    private static IReadOnlyList<JsonObject> ObjectsOf(JsonArray list) =>
    [
        .. list.Select(one => one as JsonObject
            ?? throw new LabApiException(LabApiError.BadRequest("Each element of the list is to be a JSON object."))),
    ];
}
