namespace LabQueue.Web.Queue;

/// <summary>What somebody is asked before something is done that cannot be undone.</summary>
/// <param name="Heading">What is to be done.</param>
/// <param name="Text">What is lost by it.</param>
/// <param name="Button">What the button says that does it.</param>
/// <param name="What">The action that the form sends once more.</param>
/// <param name="Uids">The tasks that are meant.</param>
/// <param name="IsLoss">Whether something is lost.</param>
internal sealed record Question(string Heading, string Text, string Button, string What, IReadOnlyList<string> Uids, bool IsLoss)
{
    /// <summary>The priority that is offered, where one is asked for.</summary>
    public int? Priority { get; init; }
}
