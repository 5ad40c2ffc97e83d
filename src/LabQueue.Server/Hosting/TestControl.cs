using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using LabQueue.Engine;
using LabQueue.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LabQueue.Server.Hosting;

/// <summary>
/// Lets tests empty the queue and hold the clock, on a loopback address of its own: POST <c>/reset</c> and <c>/clock</c>;
/// <c>/collect</c> frees the memory that nobody uses, so that what is left can be measured.
/// </summary>
/// <remarks>The golden transcripts' README tells what the two do. Only in the environment <c>Testing</c>.</remarks>
internal sealed class TestControl(
    ServerOptions options, IQueueStore store, StoppableTimeProvider clock, Gate gate) : IHostedService, IAsyncDisposable
{
    private const string RegistryPrefix = "senaite.queue.";

    // These passwords guard nothing, and are set anew for each scenario.
    private static readonly PasswordHasher<Account> Hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 }));

    private readonly ConcurrentDictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private WebApplication? _app;

    /// <summary>Where it listens; null until it is started.</summary>
    public string? Address => _app?.Urls.FirstOrDefault();

    /// <summary>Says why a server must not be controlled by tests; null where it may.</summary>
    public static string? Refusal(ServerOptions options, string environment)
    {
        if (environment != ServerOptions.Testing)
        {
            return $"--test-control is for tests: it is refused in the environment '{environment}', and taken in "
                + $"'{ServerOptions.Testing}' alone.";
        }

        return Uri.TryCreate(options.TestControl, UriKind.Absolute, out var address)
            && address.Scheme == Uri.UriSchemeHttp
            && (IPAddress.TryParse(address.Host, out var ip) ? IPAddress.IsLoopback(ip) : address.IsLoopback)
            ? null
            : $"--test-control '{options.TestControl}' is no loopback address such as http://127.0.0.1:8091.";
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(options.TestControl!);
        _app = builder.Build();
        _app.MapPost("/reset", ResetAsync);
        _app.MapPost("/clock", SetClockAsync);
        _app.MapPost("/collect", Collect);
        await _app.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) =>
        _app is null ? Task.CompletedTask : _app.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static NoContent Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return TypedResults.NoContent();
    }

    private async Task<IResult> ResetAsync(HttpRequest request)
    {
        using var wish = await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
        clock.StopAt(UnixTime.FromSeconds(wish.RootElement.GetProperty("clock"u8).GetDouble()));
        gate.Forget();
        var settings = new SiteSettings { Users = UsersMode.Own, Trust = TrustMode.Original };
        if (wish.RootElement.TryGetProperty("registry"u8, out var registry))
        {
            settings = registry.EnumerateObject().Aggregate(settings, Set);
        }

        var accounts = wish.RootElement.TryGetProperty("users"u8, out var users)
            ? users.EnumerateObject().Select(user => ToAccount(user.Name, user.Value.GetString()!)).ToArray()
            : [];
        var site = store.Sites[options.Site] with { Settings = settings, Paused = false };
        await store.ResetAsync(options.Site, site, accounts, request.HttpContext.RequestAborted);
        return Now();
    }

    private async Task<IResult> SetClockAsync(HttpRequest request)
    {
        using var wish = await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
        clock.StopAt(UnixTime.FromSeconds(wish.RootElement.GetProperty("set"u8).GetDouble()));
        return Now();
    }

    private ContentHttpResult Now() => TypedResults.Text(
        string.Create(CultureInfo.InvariantCulture, $"{{\"clock\": {clock.GetUtcNow().ToSeconds()}}}"), "application/json");

    private Account ToAccount(string name, string password) => new(
        name, _hashes.GetOrAdd(password, static password => Hasher.HashPassword(null!, password)), [], Disabled: false);

    // The registry of an original may hold values that its own control panel refuses, so no rule is asked here.
    private static SiteSettings Set(SiteSettings settings, JsonProperty record)
    {
        var value = record.Value;
        return record.Name.StartsWith(RegistryPrefix, StringComparison.Ordinal)
            ? record.Name[RegistryPrefix.Length..] switch
            {
                "server" => settings with { Server = value.GetString() ?? string.Empty },
                "default" => settings with { DefaultChunkSize = value.GetInt32() },
                "max_retries" => settings with { MaxRetries = value.GetInt32() },
                "min_seconds_task" => settings with { MinSecondsTask = value.GetInt32() },
                "max_seconds_unlock" => settings with { MaxSecondsUnlock = value.GetInt32() },
                "top_priority_tasks" => settings with
                {
                    TopPriorityTasks = [.. value.EnumerateArray().Select(name => name.GetString()!)],
                },
                _ => throw new BadHttpRequestException($"There is no setting '{record.Name}'."),
            }
            : throw new BadHttpRequestException($"'{record.Name}' is no record of the queue's.");
    }
}
