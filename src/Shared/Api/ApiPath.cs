namespace LabQueue.Api;

/// <summary>An address of the JSON API, taken apart.</summary>
/// <remarks>Empty steps and <c>.</c> are dropped, so double and trailing slashes do no harm. Case counts.</remarks>
internal readonly ref struct ApiPath
{
    private const int Steps = 7;

    private ApiPath(string path, scoped ReadOnlySpan<Range> steps, int count)
    {
        Site = path[steps[0]];
        View = path[steps[1]];
        First = count > 4 ? path.AsSpan(steps[4]) : default;
        Second = count > 5 ? path.AsSpan(steps[5]) : default;
        Third = count > 6 ? path.AsSpan(steps[6]) : default;
        IsLonger = count > Steps;
    }

    /// <summary>First step: the site.</summary>
    public string Site { get; }

    /// <summary>The view as it was spelled: <c>@@API</c> or <c>API</c>.</summary>
    public string View { get; }

    /// <summary>First step behind <c>v1</c>; empty where there is none.</summary>
    public ReadOnlySpan<char> First { get; }

    /// <summary>The step after it.</summary>
    public ReadOnlySpan<char> Second { get; }

    /// <summary>The step after that.</summary>
    public ReadOnlySpan<char> Third { get; }

    /// <summary>Whether there are more.</summary>
    public bool IsLonger { get; }

    /// <summary>Takes a path apart.</summary>
    /// <returns>False for a path that is none of the JSON API.</returns>
    public static bool TryParse(string path, out ApiPath parsed)
    {
        parsed = default;
        Span<Range> steps = stackalloc Range[Steps];
        var count = 0;
        for (var start = 0; start < path.Length;)
        {
            var length = path.AsSpan(start).IndexOf('/');
            var end = length < 0 ? path.Length : start + length;
            if (end > start && !path.AsSpan(start, end - start).SequenceEqual("."))
            {
                if (count < Steps)
                {
                    steps[count] = start..end;
                }

                count++;
            }

            start = end + 1;
        }

        if (count < 4
            || path.AsSpan(steps[1]) is not ("@@API" or "API")
            || !path.AsSpan(steps[2]).SequenceEqual("senaite")
            || !path.AsSpan(steps[3]).SequenceEqual("v1"))
        {
            return false;
        }

        parsed = new ApiPath(path, steps, count);
        return true;
    }
}
