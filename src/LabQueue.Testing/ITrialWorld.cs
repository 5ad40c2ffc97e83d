using LabQueue.Consumer;

namespace LabQueue.Testing;

/// <summary>A handler with everything it works on, made anew for each scenario of a <see cref="HandlerTrial"/>.</summary>
/// <remarks>Disposed of after the scenario if it is <see cref="IAsyncDisposable"/>.</remarks>
public interface ITrialWorld
{
    /// <summary>A handler as a consumer would make it, on the world's data: a further one after each crash.</summary>
    ITaskHandler NewHandler();

    /// <summary>
    /// What the handlers have done to the world so far, as one line for each effect: a changed record, a message that was
    /// sent, a file. An effect that happened twice has two lines; the order does not matter.
    /// </summary>
    Task<IReadOnlyList<string>> EffectsAsync();
}
