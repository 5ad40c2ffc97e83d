using LabQueue.Api;
using LabQueue.Engine;
using LabQueue.Server.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace LabQueue.Server.Api;

/// <summary>Carries out the calls of the API, in the order of checks that the original has.</summary>
/// <remarks><c>wire-protocol</c>, section 4, "Order of the checks". All other requests go on to what comes behind it.</remarks>
internal sealed partial class ApiMiddleware(RequestDelegate next, ApiServices services, ILogger<ApiMiddleware> logger)
{
    private const string QueueSteps = "queue_server";

    /// <summary>Answers a request, or hands it on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!ApiPath.TryParse(context.Request.Path.Value ?? string.Empty, out var path))
        {
            return next(context);
        }

        var route = ApiRoutes.Find(path, out var argument);

        // Other parts of the JSON API may live in the same process. What nobody answers ends at ApiFallback.
        if ((route is null && !path.First.SequenceEqual(QueueSteps))
            || !services.Sites.Sites.TryGetValue(path.Site, out var site))
        {
            return next(context);
        }

        var call = new ApiCall(context, services, site, path.View) { Route = route, Argument = argument };
        return AnswerAsync(call);
    }

    private static async Task CarryOutAsync(ApiCall call)
    {
        var request = call.Context.Request;
        if (!call.Services.Gate.TryReadToken(call.Site, request, out var tokenUser))
        {
            throw new ApiRefusedException(ApiError.Unauthorized);
        }

        var route = call.Route ?? throw new ApiRefusedException(ApiError.NoSuchRoute);
        if ((route.Methods & MethodOf(request)) == ApiMethods.None)
        {
            throw new ApiRefusedException(ApiError.WrongMethod(route.Allow));
        }

        if (!route.IsOpen)
        {
            await CheckCallerAsync(call, route, tokenUser);
            call.Payload = await PayloadReader.ReadAsync(request, call.Aborted);
        }

        await route.Handle(call);
    }

    private static async ValueTask CheckCallerAsync(ApiCall call, ApiRoute route, string? tokenUser)
    {
        var isServer = call.Address.IsServer(call.Site.Settings.Server);
        if (!isServer && !route.IsEverywhere)
        {
            throw new ApiRefusedException(ApiError.NotAServer);
        }

        call.Caller = await call.Services.Gate.FindAsync(call.Site, call.Context, tokenUser);
        if (!call.Caller.May(route.Needs))
        {
            throw new ApiRefusedException(
                ApiError.Forbidden("Your roles do not allow this: " + route.Needs.ToString().ToLowerInvariant()));
        }
    }

    private static ApiMethods MethodOf(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) ? ApiMethods.Post
        : HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? ApiMethods.Get
        : ApiMethods.None;

    private static ApiError ToError(Exception exception) => exception switch
    {
        ApiRefusedException refused => refused.Error,
        SettingException refused => ApiError.BadRequest(refused.Message),
        QueueStoreException { IsFull: true } => ApiError.NoRoom(exception.Message),
        QueueStoreException => ApiError.Unavailable(exception.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiError.TooLarge,
        BadHttpRequestException bad => new ApiError(bad.StatusCode, "Bad Request - " + bad.Message),

        // What the framework makes of a chunk that claims to be larger than any number: not the kind that it throws otherwise.
        IOException { InnerException: OverflowException } => ApiError.BadRequest("A chunk of the request's body has no valid size"),
        _ => ApiError.Unforeseen,
    };

    // A connection that is reset may be told by the body before the request's token knows it.
    private static bool IsGone(Exception exception, ApiCall call) =>
        exception is ConnectionResetException
        || (exception is OperationCanceledException && call.Aborted.IsCancellationRequested);

    // The framework measures requests by their route; it does not know ours, as they go past its routing.
    private static void TagMetrics(ApiCall call)
    {
        if (call.Route is { } route && call.Context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
        {
            metrics.Tags.Add(new KeyValuePair<string, object?>("http.route", "{site}/@@API/senaite/v1/" + route.Template));
        }
    }

    private async Task AnswerAsync(ApiCall call)
    {
        using (call)
        {
            TagMetrics(call);
            using var activity = Telemetry.Source.StartActivity(call.Route?.Template ?? QueueSteps);
            try
            {
                await CarryOutAsync(call);
            }
            catch (Exception gone) when (IsGone(gone, call))
            {
                // The caller hung up; there is nobody to tell.
                call.Context.Abort();
            }
            catch (Exception exception)
            {
                await TellAsync(call, exception);
            }
        }
    }

    private async Task TellAsync(ApiCall call, Exception exception)
    {
        // A full disk is told by the store once, and by /readyz; each refused add would fill the log as well.
        var error = ToError(exception);
        if (error.Status == StatusCodes.Status500InternalServerError)
        {
            LogUnforeseen(exception, call.Context.Request.Method, call.Route?.Template ?? string.Empty);
        }
        else if (exception is QueueStoreException { IsFull: false })
        {
            LogStoreTrouble(exception, call.Site.Name);
        }

        if (call.IsSending)
        {
            // A part of the answer is out, with status 200: only a broken connection still says that it is no answer.
            call.Context.Abort();
            return;
        }

        await call.RefuseAsync(error);
    }

    [LoggerMessage(3001, LogLevel.Error, "Unforeseen at {Method} {Route}")]
    private partial void LogUnforeseen(Exception exception, string method, string route);

    [LoggerMessage(3002, LogLevel.Error, "The store of site {Site} refuses")]
    private partial void LogStoreTrouble(Exception exception, string site);
}
