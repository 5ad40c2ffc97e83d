using System.Text;

namespace LabQueue.TestKit.Histories;

/// <summary>A random history: what happens, in order.</summary>
/// <param name="Trust">The sites' trust, which decides the limit of running tasks.</param>
/// <param name="Steps">What happens.</param>
public sealed record History(TrustMode Trust, IReadOnlyList<HistoryStep> Steps)
{
    /// <summary>Shorter histories, then such with plainer steps: what to try instead of a failing one.</summary>
    public IEnumerable<History> Shorter()
    {
        for (var size = Steps.Count / 2; size > 0; size /= 2)
        {
            for (var start = 0; start < Steps.Count; start += size)
            {
                yield return this with { Steps = [.. Steps.Take(start), .. Steps.Skip(start + size)] };
            }
        }

        for (var i = 0; i < Steps.Count; i++)
        {
            foreach (var plainer in Steps[i].Plainer())
            {
                yield return this with { Steps = [.. Steps.Take(i), plainer, .. Steps.Skip(i + 1)] };
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder($"trust {Trust}, {Steps.Count} steps:");
        foreach (var step in Steps)
        {
            text.AppendLine().Append("    ").Append(step);
        }

        return text.ToString();
    }
}
