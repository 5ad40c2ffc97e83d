namespace LabQueue.EndToEnd.Tests.Laboratory.Checks;

/// <summary>L9: who is linked to a client's contact sees all of the client and nothing else; who is not sees nothing.</summary>
internal static class RightsFollowLinks
{
    /// <summary>What is wrong.</summary>
    public static IEnumerable<string> Find(LabStormResult result) => result.Facts.WrongRights.Select(wrong => $"L9: {wrong}.");
}
