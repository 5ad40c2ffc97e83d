using System.Net;
using LabQueue.TestKit;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Client.Tests;

/// <summary>A client with the addresses of several servers, of which one is away.</summary>
public sealed class SeveralServersTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private StandInServer _one = null!;
    private StandInServer _two = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        (_one, _two) = (await StandInServer.StartAsync(), await StandInServer.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task A_client_stays_with_a_server_that_is_there()
    {
        using var client = await ConnectAsync();
        var before = _two.Asked.Count;

        for (var call = 0; call < 20; call++)
        {
            await client.StatsAsync(Token);
        }

        _two.Asked.Count.ShouldBe(before);
    }

    [Fact]
    public async Task Clients_are_spread_over_the_servers()
    {
        for (var number = 0; number < 1_000 && (_one.Asked.IsEmpty || _two.Asked.IsEmpty); number++)
        {
            using var client = StandInServer.Connect(_time, _one.Address, _two.Address);
            await client.StatsAsync(Token);
        }

        _one.Asked.ShouldNotBeEmpty();
        _two.Asked.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Whatever_was_never_sent_goes_to_the_next_server_at_once()
    {
        using var client = await ConnectAsync();
        await _one.StopAsync();

        await client.SetPausedAsync(true, Given.Clerk, Token);

        _two.Asked.Last().ShouldBe("pause");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_safe_to_repeat_goes_to_the_next_server(bool isRefused)
    {
        using var client = await ConnectAsync();
        _one.Answer = isRefused ? StandInServer.UnavailableAsync : StandInServer.BreakAsync;

        await client.StatsAsync(Token);

        _two.Asked.Last().ShouldBe("stats");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_could_be_done_twice_is_sent_once(bool isRefused)
    {
        using var client = await ConnectAsync();
        _one.Answer = isRefused ? StandInServer.UnavailableAsync : StandInServer.BreakAsync;

        await Should.ThrowAsync<QueueException>(() => client.SetPausedAsync(true, Given.Clerk, Token));

        _two.Asked.ShouldNotContain("pause");
        await client.StatsAsync(Token);
        _two.Asked.Last().ShouldBe("stats");
    }

    [Fact]
    public async Task A_refusal_is_an_answer()
    {
        using var client = await ConnectAsync();
        var before = _two.Asked.Count;
        _one.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsJsonAsync(new { success = false, message = "Forbidden - no" }, Token);
        };

        (await Should.ThrowAsync<QueueClientException>(() => client.StatsAsync(Token))).Status.ShouldBe(HttpStatusCode.Forbidden);

        _two.Asked.Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_server_that_says_it_is_leaving_is_left()
    {
        using var client = await ConnectAsync();
        _one.Answer = context =>
        {
            context.Response.Headers.Connection = "close";
            return StandInServer.FiguresAsync(context);
        };

        await client.StatsAsync(Token);
        var before = _one.Asked.Count;
        await client.StatsAsync(Token);

        _one.Asked.Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_server_that_was_away_is_tried_again_later()
    {
        using var client = await ConnectAsync();
        _one.Answer = StandInServer.UnavailableAsync;
        await client.StatsAsync(Token);
        _one.Answer = StandInServer.FiguresAsync;
        var before = _one.Asked.Count;

        await client.StatsAsync(Token);
        _one.Asked.Count.ShouldBe(before);
        _time.Advance(TimeSpan.FromSeconds(5));
        await client.StatsAsync(Token);

        _one.Asked.Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_server_that_stays_away_is_tried_less_and_less()
    {
        using var client = await ConnectAsync();
        _one.Answer = StandInServer.UnavailableAsync;
        await client.StatsAsync(Token);
        var before = _one.Asked.Count;

        for (var second = 0; second < 35; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await client.StatsAsync(Token);
        }

        // After 5, then 10, then 20 seconds.
        _one.Asked.Count.ShouldBe(before + 3);
    }

    [Fact]
    public async Task A_silent_server_is_left_within_the_calls_time()
    {
        using var client = await ConnectAsync();
        var asked = new TaskCompletionSource();
        _one.Answer = context =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var call = client.StatsAsync(Token);
        await asked.Task;

        _time.Advance(TimeSpan.FromSeconds(5));

        await call;
        _two.Asked.Last().ShouldBe("stats");
    }

    [Fact]
    public async Task A_stream_of_events_that_ended_goes_on_elsewhere()
    {
        using var client = await ConnectAsync();
        _one.Answer = Events(1);
        _two.Answer = Events(2);

        List<long> numbers = [];
        for (var stream = 0; stream < 2; stream++)
        {
            await foreach (var happened in client.WatchAsync(after: null, Token))
            {
                numbers.Add(happened.Number);
            }
        }

        numbers.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Where_all_are_away_all_are_named()
    {
        using var client = await ConnectAsync();
        var (one, two) = (_one.Address, _two.Address);
        await _one.StopAsync();
        await _two.StopAsync();

        var unreachable = await Should.ThrowAsync<QueueUnreachableException>(() => client.StatsAsync(Token));

        unreachable.Message.ShouldBe(
            $"The queue server at {one} cannot be reached: Connection refused. The queue server at {two} cannot be reached: Connection refused.");
    }

    [Theory]
    [InlineData("ftp://h/senaite", "OtherAddresses has 'ftp://h/senaite', no address of a server;")]
    [InlineData("http://h/", "OtherAddresses has 'http://h/', which names no site;")]
    [InlineData("http://h/other", "OtherAddresses has 'http://h/other', which names another site than BaseAddress, 'http://127.0.0.1:1/senaite';")]
    public void An_address_that_cannot_be_one_is_named(string address, string expected) =>
        Should.Throw<ArgumentException>(() => StandInServer.Connect(_time, new Uri("http://127.0.0.1:1/senaite"), new Uri(address)))
            .Message.ShouldStartWith(expected);

    private static RequestDelegate Events(int number) => context =>
    {
        context.Response.ContentType = "text/event-stream";
        return context.Response.WriteAsync($$"""data: {"number": {{number}}, "kind": "added", "time": 1700000000}""" + "\n\n", Token);
    };

    private Task<QueueClient> ConnectAsync() => StandInServer.ConnectAsync(_time, _one, _two.Address);
}
