using System.Globalization;
using LabQueue.Client;
using LabQueue.Consumer;

namespace LabQueue.Host.Configuration;

/// <summary>What a consumer that serves a SENAITE site was told.</summary>
internal sealed record ConsumeOptions
{
    /// <summary>The port of a consumer alone, for its health only.</summary>
    public const int PortOfConsumer = 8089;

    /// <summary>The user that a consumer is, unless it is told otherwise.</summary>
    public const string ReservedUser = "queue_consumer";

    /// <summary>How many tasks it works on at once, unless it is told otherwise.</summary>
    public const int UsualConcurrency = 4;

    private const string SiteExample = "http://127.0.0.1:8080/senaite";

    // Options that say nothing to a consumer that runs alone; the data folder may be set for all processes of a machine.
    private static readonly string[] OfServer =
    [
        OptionKey.Store, OptionKey.Site, OptionKey.TestControl, OptionKey.BehindProxy, OptionKey.MaxWatchers, OptionKey.DrainSeconds,
        OptionKey.Demo,
    ];

    private static readonly string[] OfConsumer =
        [OptionKey.QueueServer, OptionKey.Senaite, OptionKey.ConsumerId, OptionKey.Concurrency];

    /// <summary>Where its health is asked for.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>The queue server; null: the one in this process.</summary>
    public required QueueClientOptions? Server { get; init; }

    /// <summary>The site that does the work.</summary>
    public required Uri Senaite { get; init; }

    /// <summary>Its name in the queue.</summary>
    public required string ConsumerId { get; init; }

    /// <summary>How many tasks it works on at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Reads and checks them.</summary>
    /// <returns>Null where no consumer is to run.</returns>
    /// <exception cref="OptionException">One has a value that it does not take, is missing, or has no use.</exception>
    public static ConsumeOptions? Read(OptionSource source, RoleChoice roles)
    {
        if (roles.IsLims)
        {
            return null;
        }

        if (!roles.IsForSenaite)
        {
            return OfConsumer.FirstOrDefault(key => source.Value(key) is not null) is { } needless
                ? throw new OptionException($"{OptionException.Named(needless)} is for consumers; add --role consumer.")
                : null;
        }

        if (!roles.IsServer && OfServer.FirstOrDefault(key => source.Value(key) is not null) is { } foreign)
        {
            throw new OptionException($"{OptionException.Named(foreign)} is for servers; add --role server, or leave it out.");
        }

        var urls = ServeOptions.ReadUrls(
            source, roles.IsServer ? ServeOptions.PortOfServer : PortOfConsumer);
        return new ConsumeOptions
        {
            Urls = urls,
            Senaite = ReadSenaite(source),
            Server = ReadServer(source, roles),
            ConsumerId = ReadConsumerId(source, urls),
            Concurrency = ReadConcurrency(source),
        };
    }

    private static Uri ReadSenaite(OptionSource source)
    {
        var text = source.Value(OptionKey.Senaite) ?? throw new OptionException(
            $"{OptionException.Named(OptionKey.Senaite)} is missing: it is the site whose work the consumer does, such as {SiteExample}.");
        return Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https", Query.Length: 0, Fragment.Length: 0, UserInfo.Length: 0 }
            && address.AbsolutePath.Trim('/').Length > 0
                ? address
                : throw OptionException.For(OptionKey.Senaite, text, $"the address of a site such as {SiteExample}");
    }

    private static QueueClientOptions? ReadServer(OptionSource source, RoleChoice roles)
    {
        if (!roles.IsServer)
        {
            return ReadServer(source);
        }

        RequireNoServer(source);
        return null;
    }

    /// <summary>Refuses the address of another server where this process is the server.</summary>
    /// <exception cref="OptionException">There is one.</exception>
    public static void RequireNoServer(OptionSource source)
    {
        if (source.Value(OptionKey.QueueServer) is { } text)
        {
            throw new OptionException(
                $"{OptionException.Named(OptionKey.QueueServer)} is '{text}', and this process is the queue server itself; "
                + "leave it out, or leave out --role server.");
        }
    }

    /// <summary>Reads which queue servers tasks come from, or go to.</summary>
    /// <exception cref="OptionException">An option is missing, or has a value that it does not take.</exception>
    public static QueueClientOptions ReadServer(OptionSource source)
    {
        var addresses = ServerAddresses.Read(source, OptionKey.QueueServer);
        if (addresses.Count == 0)
        {
            throw new OptionException(
                $"{OptionException.Named(OptionKey.QueueServer)} is missing: it is where the consumer gets its tasks, "
                + $"such as {ServerAddresses.Example}.");
        }

        var key = ServeOptions.ReadKey(source) ?? throw new OptionException(
            $"{OptionException.Named(OptionKey.AuthKey)} is missing: a consumer needs the key that site and queue server share.");
        var options = new QueueClientOptions
        {
            BaseAddress = addresses[0],
            AuthKey = key,
            Username = source.Value(OptionKey.User) ?? ReservedUser,

            // The consumer tries again by itself, for as long as it takes.
            Retries = 0,
        };
        foreach (var address in addresses.Skip(1))
        {
            options.OtherAddresses.Add(address);
        }

        return options;
    }

    /// <summary>Reads a consumer's name in the queue; one that nobody else has where none is told.</summary>
    /// <exception cref="OptionException">It is too short or too long.</exception>
    public static string ReadConsumerId(OptionSource source, IReadOnlyList<string> urls)
    {
        if (source.Value(OptionKey.ConsumerId) is not { } id)
        {
            var port = urls[0].AsSpan(urls[0].LastIndexOf(':') + 1).TrimEnd('/');
            return ConsumerOptions.NewId($"{System.Environment.MachineName.ToLowerInvariant()}:{port}");
        }

        return id.Length is >= QueueLimits.ConsumerIdLength and <= 200
            ? id
            : throw OptionException.For(OptionKey.ConsumerId, id, "a name of 4 to 200 characters, another one for each consumer");
    }

    /// <summary>Reads how many tasks a consumer works on at once.</summary>
    /// <exception cref="OptionException">It is no such number.</exception>
    public static int ReadConcurrency(OptionSource source)
    {
        var text = source.Value(OptionKey.Concurrency);
        return text is null ? UsualConcurrency
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is >= 1 and <= ConsumerOptions.MostTasks ? number
            : throw OptionException.For(OptionKey.Concurrency, text, $"1 to {ConsumerOptions.MostTasks} tasks");
    }
}
