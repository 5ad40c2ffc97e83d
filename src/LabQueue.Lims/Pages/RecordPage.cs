using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LabQueue.Lims.Pages;

/// <summary>A page of records: what it changes goes the way of the JSON API, so that both have the same rules.</summary>
/// <param name="pages">What pages work with.</param>
/// <param name="api">What the API works with.</param>
internal abstract class RecordPage(LabPageServices pages, LabApiServices api) : LabPage(pages)
{
    private Visibility? _visibility;

    /// <summary>Who looks.</summary>
    public LabUser Me { get; private set; } = new(string.Empty, []);

    /// <summary>The laboratory's settings.</summary>
    public Objects.Setup Setup { get; private set; } = new();

    /// <summary>What that person may see.</summary>
    public Visibility Visibility => _visibility ??= new Visibility(Me, Setup);

    /// <inheritdoc/>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (!api.Sites.Has(Site) || await FindMeAsync() is not { } me)
        {
            context.Result = NotFound();
            return;
        }

        Me = me;
        await base.OnPageHandlerExecutionAsync(context, next);
    }

    /// <summary>Whether the person has a permission on an object.</summary>
    public bool May(string permission, LabObject about) => Visibility.Allows(permission, about);

    /// <summary>Reads something.</summary>
    protected async Task<T> ReadAsync<T>(Func<LabReader, Task<T>> read)
    {
        await using var reader = await api.Store.ReadAsync(Site, Aborted);
        return await read(reader);
    }

    /// <summary>Finds an object of a type by its id, as far as the person may see it; null: there is none.</summary>
    /// <param name="id">The id, or the uid.</param>
    /// <param name="type">The type.</param>
    protected Task<LabObject?> FindAsync(string id, string type) => ReadAsync(async reader =>
    {
        // Ids are among the words that objects are found by, which have an index.
        var query = LabUid.IsUid(id)
            ? new LabQuery { Types = [type], Uids = [id] }
            : new LabQuery { Types = [type], Words = ObjectWords.Split(id), Id = id };
        return Visibility.Narrow(query with { Limit = 1 }) is { } narrowed
            && await reader.ListAsync<LabObject>(narrowed, Aborted) is [var found] && Visibility.Shows(found)
                ? found
                : null;
    });

    /// <summary>Has the API do something.</summary>
    /// <param name="route">What to do.</param>
    /// <param name="body">What is sent to it.</param>
    /// <param name="values">The parts of its address that are values.</param>
    /// <returns>Its answer, or why it refused.</returns>
    protected async Task<(JsonObject? Answer, LabApiError? Error)> AskAsync(
        Func<LabCall, Task<JsonObject>> route, JsonNode? body, params (string Name, string Value)[] values)
    {
        var call = new LabCall(HttpContext, api, Site, "@@API")
        {
            Caller = Me,
            Body = body,
            Values = values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal),
        };
        try
        {
            var answer = await route(call);
            return answer["success"] is JsonValue success && !success.GetValue<bool>()
                ? (null, new LabApiError(call.Status, answer["message"]!.GetValue<string>()))
                : (answer, null);
        }
        catch (LabApiException refused)
        {
            return (null, refused.Error);
        }
        catch (LabConflictException conflict)
        {
            return (null, LabApiError.Conflict(conflict.Message));
        }
    }

    private Task<LabUser?> FindMeAsync() => ReadAsync(async reader =>
    {
        Setup = await reader.SetupAsync(Aborted);
        return await api.Users.FindAsync(reader, Visitor.Username, Aborted);
    });
}
