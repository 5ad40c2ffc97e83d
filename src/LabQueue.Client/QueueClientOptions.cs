namespace LabQueue.Client;

/// <summary>Where a <see cref="QueueClient"/> finds its server, and who it is there.</summary>
public sealed class QueueClientOptions
{
    /// <summary>The most repeats that may be asked for.</summary>
    public const int MostRetries = 10;

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Address of server and site, such as <c>http://127.0.0.1:8090/senaite</c>.</summary>
    public required Uri BaseAddress { get; set; }

    /// <summary>
    /// Addresses of the same site at further servers that share its database; empty, the default: there is one server. Each client
    /// begins with one of all by chance, stays with it while it is there, and goes on with another as soon as it is not.
    /// </summary>
    public IList<Uri> OtherAddresses { get; } = [];

    /// <summary>The key that server and clients of the site share: 32 bytes as url-safe base64.</summary>
    public required string AuthKey { get; set; }

    /// <summary>The user that calls are made as, where a call names nobody else.</summary>
    public required string Username { get; set; }

    /// <summary>
    /// How long to wait for an answer, up to 5 min, the time that a pop itself asks to wait not counted. Default 10 s. Where there
    /// are several servers, a call that is safe to repeat gives each an equal part of it.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often a call that may have had no effect is made again, 0 to 10; default 3, after about 0.2, 0.4 and 0.8 s.
    /// Only what is safe to repeat is: what looks, adds of tasks without a uid or with <see cref="NewTask.Once"/>, pops with
    /// a <see cref="PopRequest.RequestId"/>, reports with a <see cref="TaskReport.Fence"/>, and heartbeats.
    /// </summary>
    public int Retries { get; set; } = 3;

    /// <summary>Changes how connections are made, such as which certificates are trusted; null: as the system has it.</summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }

    /// <summary>All addresses, each once.</summary>
    internal IEnumerable<Uri> Addresses => OtherAddresses.Prepend(BaseAddress).Distinct();

    /// <summary>Says in a sentence what is wrong with the options; null: nothing.</summary>
    public string? Complaint()
    {
        if (AddressComplaint() is { } complaint)
        {
            return complaint;
        }

        if (AuthKey is null || !FernetToken.IsKey(AuthKey))
        {
            return "AuthKey is no key; it takes 32 bytes as url-safe base64.";
        }

        if (string.IsNullOrEmpty(Username))
        {
            return "Username is empty; it takes the user that calls are made as.";
        }

        if (Retries is < 0 or > MostRetries)
        {
            return $"Retries is {Retries}; it takes 0 to {MostRetries}.";
        }

        return Timeout > TimeSpan.Zero && Timeout <= LongestTimeout
            ? null
            : $"Timeout is {Timeout}; it takes more than zero and at most {LongestTimeout}.";
    }

    // Who binds them to a configuration can leave out what the compiler asks of everybody else.
    private string? AddressComplaint()
    {
        const string example = "such as http://127.0.0.1:8090/senaite";
        foreach (var (place, address) in OtherAddresses.Prepend(BaseAddress).Index())
        {
            var found = place == 0 ? $"BaseAddress is '{address}'" : $"OtherAddresses has '{address}'";
            if (address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            {
                return $"{found}, no address of a server; it takes one {example}.";
            }

            if (address.AbsolutePath.Trim('/').Length == 0)
            {
                return $"{found}, which names no site; it takes an address {example}.";
            }

            if (SiteOf(address) != SiteOf(BaseAddress))
            {
                return $"{found}, which names another site than BaseAddress, '{BaseAddress}'; all are of one site.";
            }
        }

        return null;
    }

    private static string SiteOf(Uri address) => address.Segments[^1].TrimEnd('/');
}
