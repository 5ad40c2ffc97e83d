namespace LabQueue.TestKit.Network;

/// <summary>What is wrong with a line.</summary>
public enum LineFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Connections are broken off, and new ones as soon as they are made.</summary>
    Reset,

    /// <summary>
    /// Nothing comes through, and neither side is told. A connection on which somebody spoke meanwhile stays like that for
    /// ever: half-open, without data and without an end.
    /// </summary>
    Silence,

    /// <summary>Requests arrive, and answers do not. Their connections stay half-open for ever.</summary>
    LostAnswers,

    /// <summary>Requests arrive, and answers break off in the middle, with the connection.</summary>
    CutAnswers,
}
