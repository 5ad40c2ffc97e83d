using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.Api;
using LabQueue.Lims.Access;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using LabQueue.Web.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace LabQueue.Lims.Api;

/// <summary>Carries out the calls of the laboratory's JSON API. All other requests go on to what comes behind it.</summary>
internal sealed partial class LabApiMiddleware(RequestDelegate next, LabApiServices services, ILogger<LabApiMiddleware> logger)
{
    private const string QueueSteps = "queue_server";
    private const string Clock = "queue_consume";

    // PostgreSQL's word for a text with a letter that it cannot keep. A file takes it.
    private const string NoText = "22021";

    /// <summary>Answers a request, or hands it on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var address = context.Request.Path.Value ?? string.Empty;
        if (ApiPath.TryParse(address, out var path))
        {
            return path.First.SequenceEqual(QueueSteps) || !services.Sites.Has(path.Site)
                ? next(context)
                : AnswerAsync(new LabCall(context, services, path.Site, path.View) { Steps = StepsOf(path) });
        }

        // What a clock of the original calls lies beside the API.
        var steps = address.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return steps is [var site, Clock] && services.Sites.Has(site)
            ? AnswerAsync(new LabCall(context, services, site, "@@API") { Steps = ["queue_consumer", "consume"] })
            : next(context);
    }

    private static string[] StepsOf(ApiPath path)
    {
        string[] steps = [path.First.ToString(), path.Second.ToString(), path.Third.ToString(), path.IsLonger ? "…" : string.Empty];
        return [.. steps.Where(step => step.Length > 0)];
    }

    private async Task AnswerAsync(LabCall call)
    {
        var started = Stopwatch.GetTimestamp();
        JsonObject answer;
        try
        {
            answer = await CarryOutAsync(call);
        }
        catch (OperationCanceledException) when (call.Aborted.IsCancellationRequested)
        {
            // The caller hung up; there is nobody to tell.
            call.Context.Abort();
            return;
        }
        catch (Exception refused)
        {
            answer = Refuse(call, ToError(refused, call));
        }

        answer["_runtime"] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var response = call.Context.Response;
        response.StatusCode = call.Status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        await using var writer = new Utf8JsonWriter(response.BodyWriter);
        answer.WriteTo(writer);
    }

    private async Task<JsonObject> CarryOutAsync(LabCall call)
    {
        var route = FindRoute(call);
        call.Context.Features.Get<IHttpMetricsTagsFeature>()?.Tags.Add(
            new KeyValuePair<string, object?>("http.route", "{site}/@@API/senaite/v1/" + route.Template));
        if (!route.IsOpen)
        {
            await SignInAsync(call, route);
        }

        if (!HttpMethods.IsGet(call.Context.Request.Method))
        {
            call.Body = await BodyReader.ReadAsync(call.Context.Request, call.Aborted);
        }

        return await route.Handle(call);
    }

    private static LabRoute FindRoute(LabCall call)
    {
        var request = call.Context.Request;
        var method = HttpMethods.IsHead(request.Method) ? "GET" : request.Method;
        var steps = LabRoutes.Override(call.Steps, request);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        LabRoute? other = null;
        foreach (var route in LabRoutes.All)
        {
            if (!route.IsMatch(steps, values))
            {
                continue;
            }

            if (route.Takes(method))
            {
                call.Values = values;
                return route;
            }

            other ??= route;
        }

        throw new LabApiException(other is null ? LabApiError.NoSuchRoute : LabApiError.WrongMethod(other.Methods));
    }

    private async Task SignInAsync(LabCall call, LabRoute route)
    {
        var answer = await services.SignIn.FindAsync(call.Site, call.Context);
        (call.Caller, call.Session) = (answer.User, answer.Session);
        if (ErrorOf(answer) is { } error)
        {
            throw new LabApiException(error);
        }

        if (route.Changes && answer.Session is { } session && !SessionCookie.HasToken(session, call.Context.Request))
        {
            throw new LabApiException(LabApiError.Forbidden(
                $"with a session, what changes something needs its token in the header {SessionCookie.TokenHeader}"));
        }

        if (route.IsForPeople && answer.User!.Roles is [Role.Consumer])
        {
            throw new LabApiException(LabApiError.Forbidden("this user is for consumers, and does nothing else"));
        }
    }

    /// <summary>Why a request that had to be signed in is refused; null: it is not.</summary>
    internal static LabApiError? ErrorOf(SignInAnswer answer) => answer switch
    {
        { IsForeignPage: true } => LabApiError.Forbidden("a page of another site may not use this browser's password"),
        { IsBusy: true } => new LabApiError(503, "Service Unavailable - too many passwords wait to be checked") { RetryAfter = 5 },
        { SecondsToWait: > 0 and var seconds } =>
            new LabApiError(429, "Too Many Requests - too many wrong passwords") { RetryAfter = seconds },
        { User: null } => LabApiError.Unauthorized,
        _ => null,
    };

    private LabApiError ToError(Exception exception, LabCall call)
    {
        switch (exception)
        {
            case LabApiException refused:
                return refused.Error;
            case LabConflictException conflict:
                return LabApiError.Conflict(conflict.Message);
            case DbException { SqlState: NoText }:
                return LabApiError.BadRequest("a text has the character U+0000, which is none");
            case DbException { IsTransient: true }:
                LogUnforeseen(exception, call.Context.Request.Method, string.Join('/', call.Steps));
                return new LabApiError(503, "Service Unavailable - the laboratory's database does not answer") { RetryAfter = 5 };
            case BadHttpRequestException bad:
                return new LabApiError(bad.StatusCode, "Bad Request - " + bad.Message);
            default:
                LogUnforeseen(exception, call.Context.Request.Method, string.Join('/', call.Steps));
                return new LabApiError(500, "Internal Server Error - the log says more");
        }
    }

    private static JsonObject Refuse(LabCall call, LabApiError error)
    {
        call.Status = error.Status;
        var headers = call.Context.Response.Headers;
        if (error.RetryAfter is { } seconds)
        {
            headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (error.Allow is not null)
        {
            headers.Allow = error.Allow;
        }

        if (error.IsChallenge)
        {
            headers.WWWAuthenticate = $"Basic realm=\"{call.Site}\"";
        }

        var answer = error.Details?.DeepClone() as JsonObject ?? [];
        answer["success"] = false;
        answer["message"] = error.Message;
        return answer;
    }

    [LoggerMessage(5021, LogLevel.Error, "Unforeseen at {Method} {Address}")]
    private partial void LogUnforeseen(Exception exception, string method, string address);
}
