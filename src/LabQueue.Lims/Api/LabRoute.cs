using System.Text.Json.Nodes;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Api;

/// <summary>An address of the JSON API.</summary>
/// <param name="Methods">The methods that it takes, such as <c>GET</c> or <c>GET, POST</c>.</param>
/// <param name="Template">
/// Its steps behind <c>v1</c>: words, or <c>{uid}</c>, <c>{parent}</c> (uids), <c>{resource}</c> (a type's name), <c>{name}</c> (any).
/// </param>
/// <param name="Handle">Answers it.</param>
internal sealed record LabRoute(string Methods, string Template, Func<LabCall, Task<JsonObject>> Handle)
{
    private readonly string[] _steps = Template.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether nobody has to be signed in.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether it changes something, so that a session has to show its token.</summary>
    public bool Changes { get; init; }

    /// <summary>Whether it is for the users of a laboratory, and not for its consumers' user.</summary>
    public bool IsForPeople { get; init; } = true;

    /// <summary>Whether it takes a method.</summary>
    public bool Takes(string method) => Methods.Split(", ").Contains(method, StringComparer.Ordinal);

    /// <summary>Whether an address is of it, and the values in it.</summary>
    public bool IsMatch(IReadOnlyList<string> steps, Dictionary<string, string> values)
    {
        values.Clear();
        if (steps.Count != _steps.Length)
        {
            return false;
        }

        for (var i = 0; i < _steps.Length; i++)
        {
            if (!IsMatch(_steps[i], steps[i], values))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMatch(string pattern, string step, Dictionary<string, string> values)
    {
        switch (pattern)
        {
            case "{uid}" or "{parent}" when LabUid.IsUid(step):
            case "{name}":
                values[pattern.Trim('{', '}')] = step;
                return true;
            case "{resource}" when LabTypes.Find(step) is { } type:
                values["resource"] = type;
                return true;
            default:
                return pattern == step;
        }
    }
}
