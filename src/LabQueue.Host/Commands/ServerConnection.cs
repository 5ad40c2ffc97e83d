using LabQueue.Client;
using LabQueue.Host.Administration;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Commands;

/// <summary>Finds the server that a command is meant for, and the key to it.</summary>
internal static class ServerConnection
{
    private const string Loopback = "127.0.0.1";

    /// <summary>Makes the client for a command.</summary>
    /// <exception cref="CommandFailedException">There is no server, or no key.</exception>
    public static async Task<QueueClient> OpenAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var data = DataFolder.Of(context.Options);
        var addresses = await FindAddressesAsync(context.Options, data, cancellationToken);
        var site = ServerAddresses.SiteOf(addresses[0]);
        var key = context.Options.Value(OptionKey.AuthKey) ?? await data.FindKeyAsync(site, cancellationToken);
        return Open(context, data, addresses, key);
    }

    /// <summary>Makes the client for servers whose addresses and key are known.</summary>
    /// <exception cref="CommandFailedException">There is no key, or it is none.</exception>
    public static QueueClient Open(CommandContext context, DataFolder data, IReadOnlyList<Uri> addresses, string? key)
    {
        var site = ServerAddresses.SiteOf(addresses[0]);
        if (key is null)
        {
            throw new CommandFailedException(
                $"There is no key for site '{site}': give it with --auth-key, or name the folder that has keys/{site}.key "
                + $"with --data (looked in {data.Path}).",
                ExitCode.WrongUsage);
        }

        var options = new QueueClientOptions
        {
            BaseAddress = addresses[0],
            AuthKey = key,
            Username = context.Options.Value(OptionKey.User) ?? FirstStart.Admin,
            Retries = 0,
        };
        foreach (var address in addresses.Skip(1))
        {
            options.OtherAddresses.Add(address);
        }

        return options.Complaint() is { } complaint
            ? throw new CommandFailedException(complaint, ExitCode.WrongUsage)
            : new QueueClient(options, context.Time);
    }

    /// <summary>The addresses of server and site that a command is meant for; several are of servers that share a database.</summary>
    public static async Task<IReadOnlyList<Uri>> FindAddressesAsync(
        OptionSource options, DataFolder data, CancellationToken cancellationToken)
    {
        if (ServerAddresses.Read(options, OptionKey.Server) is { Count: > 0 } given)
        {
            return given;
        }

        await using var channel = await SocketChannel.FindAsync(data, cancellationToken);
        if (channel is not null)
        {
            var answer = await channel.SendAsync(new AdminRequest.Describe(), cancellationToken);
            return [AddressOf(answer.Server!, options)];
        }

        return [await ProbeAsync(options.Value(OptionKey.Site) ?? FirstStart.DefaultSite, cancellationToken)];
    }

    private static Uri AddressOf(ServerDescription server, OptionSource options)
    {
        var site = options.Value(OptionKey.Site) ?? SiteChoice.Of(server.Sites);

        // A certificate that is good for the world need not name this machine's own address.
        var plain = server.Urls.FirstOrDefault(url => url.StartsWith("http:", StringComparison.Ordinal));
        var url = new UriBuilder(plain ?? server.Urls[0]) { Path = site };
        if (url.Host is "0.0.0.0" or "[::]" or "*" or "+")
        {
            url.Host = Loopback;
        }

        return url.Uri;
    }

    // Nothing says where the server is: it may be on one of the usual ports, run by somebody else.
    private static async Task<Uri> ProbeAsync(string site, CancellationToken cancellationToken)
    {
        using var direct = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(direct) { Timeout = TimeSpan.FromSeconds(2) };
        var candidates = new[] { ServeOptions.PortOfEverything, ServeOptions.PortOfServer }
            .Select(port => new UriBuilder(Uri.UriSchemeHttp, Loopback, port, site).Uri)
            .ToArray();
        foreach (var candidate in candidates)
        {
            if (await AnswersAsync(http, candidate, cancellationToken))
            {
                return candidate;
            }
        }

        throw new CommandFailedException(
            $"No server answers at {string.Join(" or ", candidates.AsEnumerable())}; say where it is with --server.",
            ExitCode.NotReachable);
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(
                new Uri($"{address}/@@API/senaite/v1/version"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
