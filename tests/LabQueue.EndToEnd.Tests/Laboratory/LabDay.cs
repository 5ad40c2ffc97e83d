using System.Text.Json;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>The people of the demo laboratory, and what they do in each day's work.</summary>
/// <param name="setup">The laboratory.</param>
internal sealed class LabDay(ServerSetup setup) : IDisposable
{
    /// <summary>Slots of routine samples on a worksheet with the template that has quality control.</summary>
    public const int Slots = 10;

    /// <summary>Analyses in each slot.</summary>
    public const int Services = 3;

    /// <summary>All analyses on it: those of two duplicates, a blank and a control as well.</summary>
    public const int OnSheet = (Slots + 4) * Services;

    /// <summary>Registers and receives samples.</summary>
    public Person Clerk { get; } = new(setup, "clerk1");

    /// <summary>Makes worksheets.</summary>
    public Person Manager { get; } = new(setup, "labmanager");

    /// <summary>Enters results and hands them in.</summary>
    public Person Analyst { get; } = new(setup, "analyst1");

    /// <summary>Verifies them.</summary>
    public Person Verifier { get; } = new(setup, "verifier1");

    /// <summary>Publishes samples.</summary>
    public Person Publisher { get; } = new(setup, "publisher1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A worksheet with the template that has duplicates, a blank and a control.</summary>
    public async Task<string> FilledSheetAsync()
    {
        var template = (await Manager.FindAsync("worksheettemplate", Token)).Titled("Metals with quality control").Uid();
        var made = await Manager.DoAsync(
            "create", new { portal_type = "Worksheet", Analyst = "analyst1", WorksheetTemplate = template }, Token);
        made["queued"].GetInt32().ShouldBe(Slots * Services, made.ToString());
        var outcome = await Manager.OutcomeAsync(made, Token);
        outcome["done"].GetInt32().ShouldBe(Slots * Services, outcome.ToString());
        return made["items"][0].Uid();
    }

    /// <summary>The rows of a worksheet.</summary>
    public async Task<IReadOnlyList<JsonElement>> LayoutAsync(string sheet)
    {
        var answer = await Manager.AskAsync($"worksheet/{sheet}?complete=1", Token);
        return [.. answer["items"][0].GetProperty("Layout").EnumerateArray()];
    }

    /// <summary>Enters a result for analyses.</summary>
    public async Task EnterAsync(IEnumerable<string> uids)
    {
        var answer = await Analyst.DoAsync("analysis/update", uids.Select(uid => new { uid, Result = "10" }), Token);
        answer["refused"].EnumerateArray().ShouldBeEmpty(answer.ToString());
    }

    /// <summary>The state of an object.</summary>
    public async Task<string> StateAsync(string type, string uid)
    {
        var answer = await Manager.AskAsync($"{type}/{uid}", Token);
        answer.Status.ShouldBe(200, answer.ToString());
        return answer["items"][0].Text("review_state");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var person in (Person[])[Clerk, Manager, Analyst, Verifier, Publisher])
        {
            person.Dispose();
        }
    }
}
