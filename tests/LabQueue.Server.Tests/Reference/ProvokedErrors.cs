using System.Net.Http.Headers;
using System.Text;
using LabQueue.Engine;
using LabQueue.TestKit;
using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Reference;

/// <summary>Does to one address whatever may go wrong with it, on a server of its own.</summary>
internal sealed class ProvokedErrors(ServerFixture server, FaultyStore faults, HttpMethod method, string route)
{
    private const string Elsewhere = "elsewhere";

    private static readonly string Task = Given.Uid("t1");

    // What every route can do something with: the ones that take a task, those that take a consumer, and add.
    private static readonly string Good =
        $$"""{"name":"n","priority":1,"mode":"quiet","context_uid":"0","context_path":"/senaite","uid":"{{Task}}","task_uid":"{{Task}}","consumer_id":"consumer-1","tasks":[{"task_uid":"{{Task}}","fence":1}],"processed":[{"uid":"s1","outcome":"done"}]}""";

    private static readonly string[] Bad =
    [
        "{}",
        "{",
        Good.Replace(Task, "no uid", StringComparison.Ordinal),
        Good.Replace(Task, Given.Uid("t9"), StringComparison.Ordinal),
        Good,
        $$"""{"task_uid":"{{Task}}","fence":5,"processed":[]}""",
    ];

    private readonly Dictionary<int, string> _errors = [];

    /// <summary>The errors that came, by their status, each with its message.</summary>
    public static async Task<IReadOnlyDictionary<int, string>> OfAsync(HttpMethod method, string route)
    {
        FaultyStore? faults = null;
        await using var server = await ServerFixture.StartAsync(
            options: new ServerOptions { MaxWatchers = 0 },
            decorate: inner =>
            {
                (var store, faults) = FaultyStore.Wrap(inner);
                return store;
            });
        await server.Queue.AddAsync([Given.NewTask("t1")], Given.Clerk, TestContext.Current.CancellationToken);
        var site = Given.Site(Elsewhere);
        await server.Store.AddSiteAsync(
            site with { Settings = site.Settings with { Server = "http://127.0.0.1:1/senaite", Users = UsersMode.Token }, Keys = [server.Key] },
            Given.Manager,
            TestContext.Current.CancellationToken);
        var provoked = new ProvokedErrors(server, faults!, method, route);
        await provoked.RunAsync();
        return provoked._errors;
    }

    private async Task RunAsync()
    {
        await SendAsync(Good, site: "nowhere");
        await SendAsync(Good, site: Elsewhere);
        await SendAsync(Good, request => request.Headers.Add(FernetToken.Header, FernetToken.Create(FernetToken.NewKey(), "a", server.Clock.GetUtcNow())));
        await SendAsync(Good, request => Guess(request, "cross-site"));
        for (var i = 0; i <= 10; i++)
        {
            await SendAsync(Good, request => Guess(request, "none"));
        }

        foreach (var bad in Bad)
        {
            await SendAsync(bad);
        }

        await SendAsync(Good, uid: Given.Uid("t9"));
        await SendAsync(Good, uid: new string('A', 32));
        await SendAsync(Good, query: "?x:int=none");
        await SendAsync(new string(' ', QueueLimits.BodyBytes + 1));
        foreach (var fault in new Exception[]
        {
            new QueueStoreException("The disk is full.", isFull: true), new QueueStoreException("The database refused the call.", isFull: false),
            new InvalidOperationException("A fault."),
        })
        {
            faults.Fault = fault;
            await SendAsync(Good);
        }
    }

    private static void Guess(HttpRequestMessage request, string from)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{ServerFixture.Daemon}:guess")));
        request.Headers.Add("Sec-Fetch-Site", from);
    }

    private async Task SendAsync(
        string body, Action<HttpRequestMessage>? by = null, string site = ServerFixture.Site, string? uid = null, string query = "")
    {
        var address = route.Replace("{uid}", uid ?? Task, StringComparison.Ordinal).Replace("{status}", "queued", StringComparison.Ordinal);
        query = query.Length > 0 || !address.EndsWith("search", StringComparison.Ordinal) ? query : "?uid=" + Task;
        using var request = new HttpRequestMessage(method, $"{site}/@@API/senaite/v1/{address}{query}");
        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        by ??= known => known.Headers.Add(FernetToken.Header, FernetToken.Create(server.Key, ServerFixture.Daemon, server.Clock.GetUtcNow()));
        by(request);
        var answer = await server.SendAsync(request);
        if (answer.Status != 200)
        {
            _errors[answer.Status] = answer.Message!;
        }
    }
}
