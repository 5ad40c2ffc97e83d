using System.Collections;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LabQueue.Engine;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue settings</c></summary>
internal static class SettingsCommand
{
    private const string ListSetting = "top_priority_tasks";

    private static readonly Argument<string> Name = new("NAME") { Description = "Name of the setting." };

    private static readonly Argument<string> Value = new("VALUE")
    {
        Description = "Its new value; names of a list are parted by commas.",
    };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "settings",
        "Show a site's settings, or change one.",
        "labqueue settings",
        "labqueue settings set max_retries 5",
        "labqueue settings set top_priority_tasks task_action_verify,task_action_submit")
        .With(CreateSet()).With(SharedOptions.Connection)
        .Does(async (context, cancellationToken) =>
        {
            using var queue = await ServerConnection.OpenAsync(context, cancellationToken);
            Show(context.Terminal, await queue.SettingsAsync(cancellationToken));
            return ExitCode.Done;
        });

    private static DocumentedCommand CreateSet() => new DocumentedCommand(
        "set",
        "Change a setting.",
        "labqueue settings set default 20",
        "labqueue settings set compare_consumer true",
        "labqueue settings set server \"\"")
        .With(Name, Value).With(SharedOptions.Connection)
        .Does(async (context, cancellationToken) =>
        {
            var name = context.Get(Name);
            var changes = new Dictionary<string, JsonText>(StringComparer.Ordinal)
            {
                [name] = ValueOf(name, context.Get(Value)),
            };
            using var queue = await ServerConnection.OpenAsync(context, cancellationToken);
            Show(
                context.Terminal,
                await queue.ChangeSettingsAsync(changes, TaskChanges.Person(context), cancellationToken));
            return ExitCode.Done;
        });

    private static JsonText ValueOf(string name, string value)
    {
        if (name == ListSetting)
        {
            var names = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return new JsonText(JsonSerializer.Serialize(names, QueueJson.Options));
        }

        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return new JsonText(number.ToString(CultureInfo.InvariantCulture));
        }

        return value is "true" or "false" ? new JsonText(value) : JsonText.FromString(value);
    }

    private static void Show(Terminal terminal, SiteSettings settings)
    {
        var values = SettingRules.Values(settings);
        terminal.Write(values, () => terminal.Table(
            ["Setting", "Value"], [.. values.Select(setting => new[] { setting.Key, TextOf(setting.Value) })]));
    }

    private static string TextOf(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        IEnumerable list => string.Join(", ", list.Cast<object>()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
