using System.Text.Json;
using LabQueue.EndToEnd.Tests.Consuming;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>Somebody who works with the laboratory's JSON API, with a name and a password.</summary>
/// <param name="setup">The laboratory.</param>
/// <param name="username">Who it is.</param>
internal sealed class Person(ServerSetup setup, string username) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly QueueApi _api = new(setup, username, Patience, service: string.Empty, LabSetup.Password);

    /// <summary>Asks, whatever the answer is.</summary>
    public Task<ApiAnswer> AskAsync(string route, CancellationToken cancellationToken) => _api.GetAsync(route, cancellationToken);

    /// <summary>Sends, whatever the answer is.</summary>
    public Task<ApiAnswer> SendAsync(string route, object payload, CancellationToken cancellationToken) =>
        _api.PostAsync(route, payload, cancellationToken);

    /// <summary>The objects of a list.</summary>
    public async Task<IReadOnlyList<JsonElement>> FindAsync(string route, CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync(route, cancellationToken);
        answer.Status.ShouldBe(200, $"{username} {route}: {answer}");
        return [.. answer["items"].EnumerateArray()];
    }

    /// <summary>Their uids.</summary>
    public async Task<IReadOnlyList<string>> UidsAsync(string route, CancellationToken cancellationToken) =>
        [.. (await FindAsync(route, cancellationToken)).Select(item => item.Uid())];

    /// <summary>Sends what is to be accepted.</summary>
    public async Task<ApiAnswer> DoAsync(string route, object payload, CancellationToken cancellationToken)
    {
        var answer = await _api.PostAsync(route, payload, cancellationToken);
        answer.Status.ShouldBe(200, $"{username} {route}: {answer}");
        return answer;
    }

    /// <summary>Hands work to the queue, and waits until all of it is done.</summary>
    /// <returns>What became of each object.</returns>
    public async Task<ApiAnswer> WorkAsync(string route, object payload, int count, CancellationToken cancellationToken)
    {
        var click = await DoAsync(route, payload, cancellationToken);
        click["refused"].EnumerateArray().ShouldBeEmpty(click.ToString());
        click["queued"].GetInt32().ShouldBe(count, click.ToString());
        var outcome = await OutcomeAsync(click, cancellationToken);
        (Number(outcome, "total"), Number(outcome, "done"), Number(outcome, "remaining")).ShouldBe((count, count, 0), outcome.ToString());
        outcome["items"].EnumerateArray().Count(item => item.GetProperty("outcome").GetString() == "done").ShouldBe(count);
        return outcome;
    }

    /// <summary>What became of the task of a click, once it has ended well.</summary>
    public async Task<ApiAnswer> OutcomeAsync(ApiAnswer click, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var route = $"task/{click["task_uid"].GetString()}/outcome";
        ApiAnswer? outcome = null;
        await ConsumedWork.UntilAsync(
            async () => (outcome = await _api.GetAsync(route, patience.Token))["status"].GetString() is not ("queued" or "running"),
            patience.Token);
        outcome!["status"].GetString().ShouldBe("done", outcome.ToString());
        return outcome;
    }

    /// <inheritdoc/>
    public void Dispose() => _api.Dispose();

    private static int Number(ApiAnswer answer, string field) => answer[field].GetInt32();
}
