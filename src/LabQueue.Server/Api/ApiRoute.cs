using LabQueue.Access;

namespace LabQueue.Server.Api;

/// <summary>One address of the API below <c>/senaite/v1/</c>, and what happens there.</summary>
/// <param name="Template">Its address, such as <c>queue_server/tasks/{status}</c>.</param>
/// <param name="Methods">The methods that it takes.</param>
/// <param name="Needs">What a caller must be allowed to do; <see cref="QueueRights.None"/>: every known user may.</param>
/// <param name="Handle">What happens.</param>
internal sealed record ApiRoute(string Template, ApiMethods Methods, QueueRights Needs, Func<ApiCall, Task> Handle)
{
    /// <summary>The address without its argument: what the answer's <c>url</c> ends with.</summary>
    public string Address { get; } = Template.Split("/{")[0];

    /// <summary>Whether everybody may call it, known or not.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether it answers on an instance that is not the site's queue server, too.</summary>
    public bool IsEverywhere { get; init; }


    /// <summary>The methods as the header <c>Allow</c> has them.</summary>
    public string Allow => Methods switch
    {
        ApiMethods.Get => "GET, HEAD",
        ApiMethods.Post => "POST",
        _ => "GET, HEAD, POST",
    };
}
