namespace LabQueue.Server.Api;

/// <summary>The methods that a route takes.</summary>
[Flags]
internal enum ApiMethods
{
    /// <summary>A method that no route takes.</summary>
    None = 0,

    /// <summary>GET, and HEAD with it.</summary>
    Get = 1,

    /// <summary>POST.</summary>
    Post = 2,
}
