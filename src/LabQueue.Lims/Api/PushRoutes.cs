using System.Text.Json.Nodes;

namespace LabQueue.Lims.Api;

/// <summary>What the original hands on to code of add-ons.</summary>
internal static class PushRoutes
{
    /// <summary>Says that nobody takes what is pushed: results and objects have routes of their own.</summary>
    public static Task<JsonObject> PushAsync(LabCall call) => throw new LabApiException(new LabApiError(
        501,
        $"Not Implemented - nobody here is called '{call.Object.Require("consumer")}' and takes what is pushed;"
        + " results go to analysis/update, other objects to create and update"));
}
