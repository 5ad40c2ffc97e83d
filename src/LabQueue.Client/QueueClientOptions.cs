namespace LabQueue.Client;

/// <summary>Where a <see cref="QueueClient"/> finds its server, and who it is there.</summary>
public sealed record QueueClientOptions
{
    /// <summary>Address of server and site, such as <c>http://127.0.0.1:8090/senaite</c>.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>The key that server and clients of the site share: 32 bytes as url-safe base64.</summary>
    public required string AuthKey { get; init; }

    /// <summary>The user that calls are made as, where a call names nobody else.</summary>
    public required string Username { get; init; }

    /// <summary>How long to wait for an answer, the time that a pop itself asks to wait not counted. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Says in a sentence what is wrong with the options; null: nothing.</summary>
    public string? Complaint()
    {
        if (!BaseAddress.IsAbsoluteUri || BaseAddress.Scheme is not ("http" or "https"))
        {
            return $"'{BaseAddress}' is no address of a server; it takes one such as http://127.0.0.1:8090/senaite.";
        }

        if (BaseAddress.AbsolutePath.Trim('/').Length == 0)
        {
            return $"'{BaseAddress}' names no site; it takes an address such as http://127.0.0.1:8090/senaite.";
        }

        if (!FernetToken.IsKey(AuthKey))
        {
            return "The key is no key; it takes 32 bytes as url-safe base64.";
        }

        return Timeout > TimeSpan.Zero ? null : $"The time-out is {Timeout}; it takes more than zero.";
    }
}
