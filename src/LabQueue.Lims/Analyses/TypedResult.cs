using System.Globalization;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Analyses;

/// <summary>A result that somebody typed, with what was there when the person looked.</summary>
/// <param name="Uid">The analysis.</param>
/// <param name="Text">What was typed.</param>
/// <param name="Version">The analysis' version then.</param>
/// <param name="Shown">Its result then.</param>
internal sealed record TypedResult(string Uid, string Text, long Version, string Shown)
{
    /// <summary>Whether the person changed anything.</summary>
    public bool IsChanged => Text.Trim() != Shown;

    /// <summary>What a form sends back of what it showed.</summary>
    public static string SeenOf(Analysis analysis) =>
        string.Create(CultureInfo.InvariantCulture, $"{analysis.Version}|{analysis.Result}");

    /// <summary>A result as a form sends it.</summary>
    /// <param name="uid">The analysis.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="seen">As <see cref="SeenOf"/> made it.</param>
    public static TypedResult Read(string uid, string text, string seen)
    {
        var end = seen.IndexOf('|', StringComparison.Ordinal);
        return end > 0 && long.TryParse(seen.AsSpan(0, end), CultureInfo.InvariantCulture, out var version)
            ? new TypedResult(uid, text, version, seen[(end + 1)..])
            : new TypedResult(uid, text, 0, string.Empty);
    }

    /// <summary>
    /// Enters results. One that somebody else changed since it was shown stays as that one made it: who typed has to decide again.
    /// </summary>
    /// <param name="actions">The transaction, and whose rights count.</param>
    /// <param name="typed">The results; those that the person left alone are left alone.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Those that were not entered, with the reason.</returns>
    public static async Task<IReadOnlyList<UnsavedResult>> EnterAsync(
        LabActions actions, IReadOnlyList<TypedResult> typed, CancellationToken cancellationToken)
    {
        TypedResult[] changed = [.. typed.Where(result => result.IsChanged)];
        await actions.ReadTogetherAsync([.. changed.Select(result => result.Uid)], cancellationToken);
        var entry = new ResultEntry(actions);
        var unsaved = new List<UnsavedResult>();
        foreach (var result in changed)
        {
            var analysis = await actions.Work.FindAsync<Analysis>(result.Uid, cancellationToken);
            if (analysis is not null && analysis.Result != result.Shown && analysis.Result != result.Text.Trim())
            {
                var changer = await actions.LastActorAsync(result.Uid, cancellationToken);
                unsaved.Add(new UnsavedResult(result, null, changer ?? string.Empty));
            }
            else if (await entry.SetResultAsync(result.Uid, result.Text, cancellationToken) is { } refusal)
            {
                unsaved.Add(new UnsavedResult(result, refusal, string.Empty));
            }
        }

        return unsaved;
    }
}
