namespace LabQueue.Consumer.Tests.Docs;

/// <summary>What the handler of the guide works with.</summary>
public interface ILaboratory
{
    /// <summary>Verifies an analysis; gives the refusal of the laboratory's rules, if they say no.</summary>
    Task<string?> VerifyAsync(string uid, string username, string taskUid, CancellationToken cancellationToken);
}
