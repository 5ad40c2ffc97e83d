using System.Text.Json;
using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

/// <summary>Wrong usage: exit code 2, nothing on standard output, and a sentence that says what is wrong.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("", "Required command was not provided.")]
    [InlineData("nonsense", "labqueue: Unrecognized command or argument 'nonsense'.\nlabqueue: See 'labqueue --help'.\n")]
    [InlineData("tasks", "Required command was not provided.")]
    [InlineData("tasks list --limit 0", "--limit is '0'; it takes 1 to 1000.")]
    [InlineData("tasks list --status odd", "labqueue: --status is 'odd'; it takes queued, running, failed or all.\n")]
    [InlineData("tasks list --limit many", "labqueue: --limit is 'many'; it takes 1 to 1000.")]
    [InlineData("tasks add name --context-path /a --priority high", "labqueue: --priority is 'high'; it takes a whole number")]
    [InlineData("tasks add name --context-path /a --retries 99999999999", "labqueue: --retries is '99999999999'; it takes a whole number")]
    [InlineData("tasks show", "Required argument 'UID' missing for command: 'show'.")]
    [InlineData("tasks show short", "'short' is no uid of a task; it takes 32 characters from a-z and 0-9.")]
    [InlineData("tasks requeue short", "'short' is no uid of a task; it takes 32 characters from a-z and 0-9.")]
    [InlineData("tasks add name", "Option '--context-path' is required.")]
    [InlineData("tasks add name --context-path /a --context-uid b", "--context-uid is 'b'; it takes 32 characters")]
    [InlineData("tasks add name --context-path /a --field created=1", "--field is 'created=1'; it takes KEY=VALUE")]
    [InlineData("tasks list --server nowhere", "LabQueue:Server (--server) is 'nowhere'; it takes an address such as")]
    [InlineData("tasks list --server http://a/s --server http://b", "LabQueue:Server (--server) is 'http://b'; it takes an address such as")]
    [InlineData("tasks list --server http://a/s,http://b/t", "is 'http://b/t'; it takes addresses of one site, and another one is of 's'.")]
    [InlineData("site add x --trust odd", "labqueue: --trust is 'odd'; it takes original or roles.\n")]
    [InlineData("site key x --retire-old --old-hours 1", "--old-hours goes with --rotate")]
    [InlineData("site key x --rotate --old-hours 0", "1 to 8760")]
    [InlineData("site key x --rotate --retire-old", "--rotate and --retire-old do not go together")]
    [InlineData("serve --role lab", "LabQueue:Role (--role) is 'lab'; it takes 'server', 'consumer' and 'lims', the roles that there are.")]
    [InlineData("serve --role lims --role consumer", "LabQueue:QueueServer (--queue-server) is missing: it is where")]
    [InlineData("serve --role lims --senaite http://h/s", "LabQueue:Senaite (--senaite) is for consumers that serve a SENAITE site")]
    [InlineData("serve --role lims --role server --queue-server http://q/s", "this process is the queue server itself")]
    [InlineData("serve --role consumer", "LabQueue:Senaite (--senaite) is missing: it is the site whose work")]
    [InlineData("serve --role consumer --senaite h", "LabQueue:Senaite (--senaite) is 'h'; it takes the address of a site such as")]
    [InlineData("serve --role consumer --senaite http://h/s", "LabQueue:QueueServer (--queue-server) is missing: it is where")]
    [InlineData("serve --role consumer --senaite http://h/s --queue-server http://q/s", "LabQueue:AuthKey (--auth-key) is missing:")]
    [InlineData("serve --role consumer --senaite http://h/s --queue-server http://q/s --queue-server q", "(--queue-server) is 'q'; it takes an address")]
    [InlineData("serve --role consumer --senaite http://h/s --demo", "LabQueue:Demo (--demo) is for servers; add --role server")]
    [InlineData("serve --role consumer --role server --senaite http://h/s --queue-server http://q/s", "this process is the queue server itself")]
    [InlineData("serve --role consumer --role server --senaite http://h/s --concurrency 0", "(--concurrency) is '0'; it takes 1 to 1000 tasks.")]
    [InlineData("serve --role consumer --role server --senaite http://h/s --consumer-id abc", "(--consumer-id) is 'abc'; it takes a name of 4 to")]
    [InlineData("serve --senaite http://h/s", "is for consumers that serve a SENAITE site, and the laboratory's serves the laboratory; name roles without lims")]
    [InlineData("serve --role server --senaite http://h/s", "LabQueue:Senaite (--senaite) is for consumers; add --role consumer.")]
    [InlineData("serve --queue-server http://q/s", "this process is the queue server itself; leave it out, or leave out --role server")]
    [InlineData("serve --concurrency 0", "(--concurrency) is '0'; it takes 1 to 1000 tasks.")]
    [InlineData("serve --store Host=db --task-turn 9", "LabQueue:TaskTurn (--task-turn) is '9'; it takes 10 to 5000 milliseconds")]
    [InlineData("serve --role server --store Hust=db;Password=secret", "LabQueue:Store (--store) is 'Hust=…'; it takes 'sqlite', or a connection")]
    [InlineData("serve --role server --store postgres", "LabQueue:Store (--store) is 'postgres'; it takes 'sqlite', or a connection string")]
    [InlineData("serve --drain-seconds 601", "LabQueue:DrainSeconds (--drain-seconds) is '601'; it takes a whole number from 0 to 600.")]
    [InlineData("serve --urls ftp://127.0.0.1", "LabQueue:Urls (--urls) is 'ftp://127.0.0.1'; it takes addresses such as")]
    [InlineData("serve --urls http://127.0.0.1:99999", "LabQueue:Urls (--urls) is 'http://127.0.0.1:99999'; it takes addresses")]
    [InlineData("serve --urls http://127.0.0.1:8080/senaite", "a port from 0 to 65535 and no path")]
    [InlineData("serve --urls http://127.0.0.l:8486", "'http://127.0.0.l:8486'; it takes addresses such as http://127.0.0.1:8080: an IP address, localhost, or * for")]
    [InlineData("serve --urls http://127.0.0.1:80x", "LabQueue:Urls (--urls) is 'http://127.0.0.1:80x'; it takes addresses")]
    [InlineData("serve --urls http://example.org:8486", "LabQueue:Urls (--urls) is 'http://example.org:8486'; it takes addresses")]
    [InlineData("serve --urls http://127.1:8486", "LabQueue:Urls (--urls) is 'http://127.1:8486'; it takes addresses")]
    [InlineData("serve --urls http://8486", "LabQueue:Urls (--urls) is 'http://8486'; it takes addresses")]
    [InlineData("serve --urls http://[::1]:80x", "LabQueue:Urls (--urls) is 'http://[::1]:80x'; it takes addresses")]
    [InlineData("serve --urls http://::1", "LabQueue:Urls (--urls) is 'http://::1'; it takes addresses")]
    [InlineData("serve --urls http://127.0.0.1:-1", "LabQueue:Urls (--urls) is 'http://127.0.0.1:-1'; it takes addresses")]
    [InlineData("serve --urls http://127.0.0.1:8080,http://127.0.0.l:8081", "LabQueue:Urls (--urls) is 'http://127.0.0.l:8081'; it takes")]
    [InlineData("serve --urls http://unix:/tmp/socket", "LabQueue:Urls (--urls) is 'http://unix:/tmp/socket'; it takes addresses")]
    [InlineData("serve --role consumer --urls http://loopback:1", "LabQueue:Urls (--urls) is 'http://loopback:1'; it takes addresses")]
    [InlineData("serve --site a/b", "LabQueue:Site (--site) is 'a/b'; it takes 1 to 64 letters")]
    [InlineData("serve --site healthz", "LabQueue:Site (--site) is 'healthz'; it takes")]
    [InlineData("serve --site openapi.json", "it takes 1 to 64 letters, digits, '-', '_' or '.', beginning with a letter or digit, and not api, ")]
    [InlineData("serve --site lab --site Lab", "LabQueue:Site (--site) is 'Lab'; it takes a name that differs from 'lab' in more than its capitals.")]
    [InlineData("serve --demo --demo-password short", "LabQueue:DemoPassword (--demo-password) has 5 characters; it takes 8 to 200.")]
    [InlineData("serve --data /dev/null", "LabQueue:Data (--data) is '/dev/null'; it takes a folder, and that cannot be made there")]
    [InlineData("serve --auth-key short", "LabQueue:AuthKey (--auth-key) is no key; it takes 32 bytes as url-safe base64")]
    [InlineData("serve --test-control http://127.0.0.1:1", "the environment is 'Production', and it takes 'Testing'")]
    public async Task A_wrong_value_is_answered_with_a_sentence(string line, string expected)
    {
        using var workplace = new Workplace();

        var result = await workplace.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        result.ShouldExitWith(2).Output.ShouldBeEmpty();
        result.Error.ShouldStartWith("labqueue: ");
        result.Error.ShouldContain(expected);
        result.Error.ShouldNotContain("secret");
        Directory.Exists(workplace.Data).ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_for_several_sites_is_refused()
    {
        using var workplace = new Workplace();

        var result = await workplace.RunAsync(
            "serve", "--site", "a", "--site", "b", "--auth-key", FernetToken.NewKey());

        result.ShouldExitWith(2).Error.ShouldContain("is the key of one site, and LabQueue:Site (--site) names 2");
    }

    [Fact]
    public async Task Who_asks_for_json_is_told_in_json_what_went_wrong()
    {
        using var workplace = new Workplace();

        var result = await workplace.RunAsync("tasks", "list", "--limit", "7", "--server", "nowhere", "--json");

        result.ShouldExitWith(2).Output.ShouldBeEmpty();
        using var error = JsonDocument.Parse(result.Error);
        error.RootElement.GetProperty("exit_code").GetInt32().ShouldBe(2);
        error.RootElement.GetProperty("error").GetString().ShouldNotBeNull().ShouldStartWith("LabQueue:Server (--server) is 'nowhere'");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("127.0.0.1:4317")]
    [InlineData("ftp://127.0.0.1")]
    public async Task A_collector_that_nothing_could_be_sent_to_stops_the_start(string address)
    {
        using var workplace = new Workplace { Environment = { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address } };

        var result = await workplace.RunAsync("serve");

        result.ShouldExitWith(2).Error.ShouldContain($"OTEL_EXPORTER_OTLP_ENDPOINT is '{address}'; it takes an address such as");
    }

    [Fact]
    public async Task A_test_control_that_is_not_on_this_machine_is_refused()
    {
        using var workplace = new Workplace { Environment = { ["DOTNET_ENVIRONMENT"] = "Testing" } };

        var result = await workplace.RunAsync("serve", "--test-control", "http://192.0.2.1:80");

        result.ShouldExitWith(2).Error.ShouldContain("it takes a loopback address such as");
    }

    [Fact]
    public async Task A_data_folder_too_long_for_a_socket_is_refused()
    {
        using var workplace = new Workplace();

        var result = await workplace.RunAsync("serve", "--data", new string('d', 150));

        result.ShouldExitWith(2).Error.ShouldMatch(@"LabQueue:Data \(--data\) is '.*'; it takes a folder whose full path has at most \d+ bytes");
    }
}
