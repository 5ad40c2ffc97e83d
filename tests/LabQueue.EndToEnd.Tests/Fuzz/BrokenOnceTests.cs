using System.Globalization;
using System.Text;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Fuzz;

/// <summary>Requests that spoiled requests have found to break the server, each on its own.</summary>
public sealed class BrokenOnceTests(BrokenOnceTests.Server server) : IClassFixture<BrokenOnceTests.Server>
{
    private const string Part = "------fuzz\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\nqueued\r\n";

    [Theory]
    [InlineData("multipart/form-data; boundary=other", Part)]
    [InlineData("multipart/form-data; boundary=----fuzz", Part)]
    [InlineData("multipart/form-data", Part)]
    [InlineData("multipart/mixed; boundary=----fuzz", Part + "------fuzz--\r\n")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "status=queued")]
    [InlineData("application/x-www-form-urlencodedx", "status=queued")]
    public async Task A_form_that_cannot_be_read_is_refused(string type, string body)
    {
        var answer = await SendAsync("POST", "tasks", type, body);

        answer.Status.ShouldBe(400, answer.ToString());
        answer.Json().GetProperty("success").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task To_head_of_events_nothing_follows()
    {
        var answer = await SendAsync("HEAD", "events", type: null, body: string.Empty);
        var next = await SendAsync("GET", "stats", type: null, body: string.Empty);

        answer.Status.ShouldBe(200);
        answer.ContentType.ShouldBe("text/event-stream");
        next.Status.ShouldBe(200, next.ToString());
    }

    private Task<RawAnswer> SendAsync(string method, string route, string? type, string body)
    {
        var setup = server.Process.Setup;
        var token = FernetToken.Create(setup.Key, "queue_daemon", TimeProvider.System.GetUtcNow());
        List<(string, string)> headers =
        [
            ("Host", "127.0.0.1"),
            (FernetToken.Header, token),
            ("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture)),
        ];
        if (type is not null)
        {
            headers.Add(("Content-Type", type));
        }

        var target = $"/{ServerSetup.Site}/@@API/senaite/v1/queue_server/{route}";
        var request = new FuzzRequest(method, target, headers, Encoding.ASCII.GetBytes(body));
        return server.Connection.SendAsync(request.Bytes(), method == "HEAD", TestContext.Current.CancellationToken);
    }

    /// <summary>A server for all of them, and one connection.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private readonly ScratchFolder _folder = new();

        internal ServerProcess Process { get; private set; } = null!;

        internal RawConnection Connection { get; private set; } = null!;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            Process = await ServerProcess.StartAsync(new ServerSetup(_folder.Path), CancellationToken.None);
            Connection = new RawConnection(Process.Setup.Port);
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            Connection.Dispose();
            await Process.DisposeAsync();
            _folder.Dispose();
        }
    }
}
