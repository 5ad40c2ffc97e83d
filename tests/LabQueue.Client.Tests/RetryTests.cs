using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LabQueue.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LabQueue.Client.Tests;

/// <summary>What a client does again by itself, and what it leaves alone.</summary>
public sealed class RetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_add_whose_answer_was_lost_is_repeated_and_adds_once()
    {
        await using var server = await RunningServer.StartAsync();
        await using var between = await StartAsync(server, loseFirst: 2);
        using var client = Connect(server, between);

        var added = await client.AddAsync([Given.NewTask() with { TaskUid = null }], Given.Clerk, Token);

        between.Seen.Count.ShouldBe(3);
        added[0].Added.ShouldBeTrue();
        (await server.Queue.ListAsync(new TaskQuery(), Token)).Tasks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_add_that_the_server_could_take_for_a_new_one_is_not_repeated()
    {
        await using var server = await RunningServer.StartAsync();
        await using var between = await StartAsync(server, loseFirst: 1);
        using var client = Connect(server, between);

        await Should.ThrowAsync<QueueUnreachableException>(() =>
            client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token));

        between.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_pop_with_an_id_is_given_the_same_tasks_again()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);
        await using var between = await StartAsync(server, loseFirst: 1);
        using var client = Connect(server, between);
        var request = new PopRequest("consumer-1") { Count = 1, Lease = QueueLimits.DefaultLease, RequestId = "r1" };

        var popped = await client.PopAsync(request, Token);

        popped.Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task Retries_come_to_an_end()
    {
        await using var server = await RunningServer.StartAsync();
        await using var between = await StartAsync(server, loseFirst: int.MaxValue);
        using var client = Connect(server, between, retries: 2);

        await Should.ThrowAsync<QueueUnreachableException>(() => client.StatsAsync(Token));

        between.Seen.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_refusal_is_not_repeated()
    {
        await using var server = await RunningServer.StartAsync();
        await using var between = await StartAsync(server, loseFirst: 0);
        using var client = Connect(server, between, key: FernetToken.NewKey());

        await Should.ThrowAsync<QueueClientException>(() => client.StatsAsync(Token));

        between.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_calls_in_a_row_share_a_connection()
    {
        await using var server = await RunningServer.StartAsync();
        await using var between = await StartAsync(server, loseFirst: 0);
        using var client = Connect(server, between);

        await client.StatsAsync(Token);
        await client.StatsAsync(Token);

        between.Seen.Select(seen => seen.Connection).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Over_tls_both_sides_speak_http_2()
    {
        await using var server = await RunningServer.StartAsync();
        await using var between = await StartAsync(server, loseFirst: 0, isSecure: true);
        using var client = Connect(server, between);

        await client.StatsAsync(Token);

        between.Seen.ShouldHaveSingleItem().Protocol.ShouldBe("HTTP/2");
    }

    [Theory]
    [InlineData(11, "Retries is 11; it takes 0 to 10.")]
    [InlineData(-1, "Retries is -1; it takes 0 to 10.")]
    public void A_host_with_options_that_cannot_work_does_not_start(int retries, string expected)
    {
        var services = new ServiceCollection();
        services.AddLabQueueClient(options =>
        {
            options.BaseAddress = new Uri("http://127.0.0.1:8090/senaite");
            options.AuthKey = FernetToken.NewKey();
            options.Username = "a";
            options.Retries = retries;
        });
        using var provider = services.BuildServiceProvider();

        Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<IQueue>()).Message.ShouldBe(expected);
    }

    [Fact]
    public void A_host_without_an_address_is_told_which_key_is_missing()
    {
        using var provider = Services().BuildServiceProvider();

        Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<QueueClient>())
            .Message.ShouldStartWith("BaseAddress is '', no address of a server");

        static ServiceCollection Services()
        {
            var services = new ServiceCollection();
            services.AddLabQueueClient();
            return services;
        }
    }

    [Fact]
    public async Task A_host_has_one_client_which_is_its_queue()
    {
        await using var server = await RunningServer.StartAsync();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(server.Time);
        services.AddLabQueueClient(options =>
            (options.BaseAddress, options.AuthKey, options.Username) = (server.Address, server.Key, "lab_clerk"));
        await using var provider = services.BuildServiceProvider();

        (await provider.GetRequiredService<IQueue>().StatsAsync(Token)).Queued.ShouldBe(0);
        provider.GetRequiredService<IQueue>().ShouldBeSameAs(provider.GetRequiredService<QueueClient>());
    }

    private static QueueClient Connect(RunningServer server, Between between, int retries = 3, string? key = null) => new(
        new QueueClientOptions
        {
            BaseAddress = new Uri($"{between.App.Urls.First()}/senaite"),
            AuthKey = key ?? server.Key,
            Username = Given.Clerk.Username,
            Retries = retries,
            ConfigureHandler = handler => handler.SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.Subject == "CN=127.0.0.1",
            },
        },
        new StandingClock(server.Time));

    private static async Task<Between> StartAsync(RunningServer server, int loseFirst, bool isSecure = false)
    {
        var seen = new ConcurrentQueue<Seen>();
        var behind = new HttpClient();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (isSecure)
            {
                listen.UseHttps(Certificate());
            }
        }));
        var app = builder.Build();
        app.Run(async context =>
        {
            seen.Enqueue(new Seen(context.Request.Protocol, context.Connection.Id));
            using var request = new HttpRequestMessage(
                new HttpMethod(context.Request.Method), new Uri(server.Address, context.Request.Path + context.Request.QueryString));
            request.Headers.Add(FernetToken.Header, context.Request.Headers[FernetToken.Header].ToString());
            if (HttpMethods.IsPost(context.Request.Method))
            {
                request.Content = new StreamContent(context.Request.Body);
                request.Content.Headers.ContentType = new("application/json");
            }

            // The server carries the call out; only its answer is lost.
            using var answer = await behind.SendAsync(request, context.RequestAborted);
            if (seen.Count <= loseFirst)
            {
                context.Abort();
                return;
            }

            context.Response.StatusCode = (int)answer.StatusCode;
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        });
        await app.StartAsync(Token);
        return new Between(app, behind, seen);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var signed = request.CreateSelfSigned(Given.Now, Given.Now.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pfx), password: null);
    }

    private sealed record Seen(string Protocol, string Connection);

    private sealed record Between(WebApplication App, HttpClient Behind, ConcurrentQueue<Seen> Seen) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            Behind.Dispose();
        }
    }

    // Tokens need the server's time, which stands; the waits between tries need one that goes on.
    private sealed class StandingClock(TimeProvider standing) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => standing.GetUtcNow();
    }
}
