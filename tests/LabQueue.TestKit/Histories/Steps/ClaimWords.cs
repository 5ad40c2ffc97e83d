namespace LabQueue.TestKit.Histories.Steps;

/// <summary>What a consumer says of the claim that it reports on.</summary>
public enum ClaimWords
{
    /// <summary>Its fence, if it has one, and its id.</summary>
    Own,

    /// <summary>Nothing, as a plain classic report.</summary>
    NoFence,

    /// <summary>A fence that nobody was given.</summary>
    WrongFence,

    /// <summary>The right fence, and another's id.</summary>
    OtherConsumer,
}
