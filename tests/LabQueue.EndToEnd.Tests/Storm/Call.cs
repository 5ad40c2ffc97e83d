using System.Globalization;
using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>A call as its client wrote it down. Without an answer nobody knows whether it happened.</summary>
/// <param name="Client">Who asked.</param>
/// <param name="Number">Its place among the client's calls.</param>
/// <param name="Route">What was asked.</param>
/// <param name="Sent">When.</param>
/// <param name="Payload">With what.</param>
internal sealed record Call(string Client, int Number, string Route, DateTimeOffset Sent, JsonElement Payload)
{
    /// <summary>When the answer was there.</summary>
    public DateTimeOffset? Answered { get; init; }

    /// <summary>The answer's status; null where there was none.</summary>
    public int? Status { get; init; }

    /// <summary>The answer.</summary>
    public JsonElement Answer { get; init; }

    /// <summary>Whether it happened: yes, no, or nobody knows.</summary>
    public bool? Happened => Status is null ? null : Status == 200;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Client} #{Number} {Route} {Payload} -> {(Status is null ? "no answer" : Status)}");
}
