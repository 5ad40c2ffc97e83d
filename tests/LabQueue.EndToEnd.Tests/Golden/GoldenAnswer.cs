using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Golden;

/// <summary>What was answered to a step.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="Json">Its JSON; null where it is none.</param>
internal sealed record GoldenAnswer(int Status, string? ContentType, JsonElement? Json);
