using System.CommandLine;
using System.CommandLine.Parsing;
using LabQueue.Host.Configuration;

namespace LabQueue.Host.Commands;

/// <summary>Puts the options that are configuration keys, too, above the other sources.</summary>
internal static class CommandLineOptions
{
    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["--role"] = OptionKey.Role,
        ["--urls"] = OptionKey.Urls,
        ["--data"] = OptionKey.Data,
        ["--store"] = OptionKey.Store,
        ["--task-turn"] = OptionKey.TaskTurn,
        ["--site"] = OptionKey.Site,
        ["--auth-key"] = OptionKey.AuthKey,
        ["--test-control"] = OptionKey.TestControl,
        ["--behind-proxy"] = OptionKey.BehindProxy,
        ["--max-watchers"] = OptionKey.MaxWatchers,
        ["--drain-seconds"] = OptionKey.DrainSeconds,
        ["--demo"] = OptionKey.Demo,
        ["--demo-password"] = OptionKey.DemoPassword,
        ["--server"] = OptionKey.Server,
        ["--user"] = OptionKey.User,
        ["--queue-server"] = OptionKey.QueueServer,
        ["--senaite"] = OptionKey.Senaite,
        ["--consumer-id"] = OptionKey.ConsumerId,
        ["--concurrency"] = OptionKey.Concurrency,
    };

    /// <summary>Reads all sources.</summary>
    /// <exception cref="OptionException">A settings file cannot be read.</exception>
    public static OptionSource Read(ParseResult parsed)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var option in parsed.CommandResult.Children.OfType<OptionResult>().Where(option => !option.Implicit))
        {
            if (Keys.TryGetValue(option.Option.Name, out var key))
            {
                string[] values = [.. option.Tokens.Select(token => token.Value)];
                given[key] = values.Length > 0 ? values : [bool.TrueString];
            }
        }

        return OptionSource.Read(given);
    }
}
