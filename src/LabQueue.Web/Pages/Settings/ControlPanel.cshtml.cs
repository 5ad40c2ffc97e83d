using System.Globalization;
using System.Text.Json;
using LabQueue.Access;
using LabQueue.Web.Frame;
using LabQueue.Web.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LabQueue.Web.Pages.Settings;

/// <summary>The control panel of a site's queue.</summary>
internal sealed class ControlPanelModel(IPageQueues queues) : SitePage
{
    private const int FloorOfMaximum = 30;

    private readonly Dictionary<string, string> _sent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string Title => L["Queue settings"];

    /// <summary>The settings as they are.</summary>
    public SiteSettings Settings { get; private set; } = new();

    /// <summary>Why nothing was changed; null: something was, or nobody tried.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether a chunk gets so little time that healthy work is stopped.</summary>
    public bool IsMaximumShort => Settings.MaxSecondsUnlock < FloorOfMaximum;

    /// <summary>Shows the settings.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (!Visitor.May(QueueRights.Settings))
        {
            return Refuse();
        }

        if (queues.Of(Site) is not { } queue)
        {
            return NotFound();
        }

        Settings = await queue.SettingsAsync(Aborted);
        return Page();
    }

    /// <summary>Changes what is different, all of it or nothing.</summary>
    /// <param name="reason">Why, for the record.</param>
    public async Task<IActionResult> OnPostAsync(string? reason)
    {
        if (!Visitor.May(QueueRights.Settings))
        {
            return Refuse();
        }

        if (queues.Of(Site) is not { } queue)
        {
            return NotFound();
        }

        Settings = await queue.SettingsAsync(Aborted);
        var changes = ReadChanges();
        if (_errors.Count > 0)
        {
            return Stay(L["Nothing was changed: see the fields below."]);
        }

        if (changes.Count == 0)
        {
            Tell(MessageKind.Info, L["Nothing was different."]);
            return Go("@@queue-controlpanel");
        }

        try
        {
            await queue.ChangeSettingsAsync(changes, new Actor(Visitor.Username, reason), CancellationToken.None);
        }
        catch (SettingException refused)
        {
            return Stay(refused.Message);
        }

        Tell(MessageKind.Done, L.Count(changes.Count, "{0} setting was changed. It counts from now on.|{0} settings were changed. They count from now on."));
        return Go("@@queue-controlpanel");
    }

    /// <summary>What a field shows: what was sent, else what is set.</summary>
    public string ValueOf(SettingField field) => _sent.GetValueOrDefault(field.Name) ?? PresentOf(field);

    /// <summary>What is wrong with what was sent for a field; null: nothing.</summary>
    public string? ErrorOf(SettingField field) => _errors.GetValueOrDefault(field.Name);

    private Dictionary<string, JsonText> ReadChanges()
    {
        var changes = new Dictionary<string, JsonText>(StringComparer.Ordinal);
        foreach (var field in SettingFields.All)
        {
            // A box that is not ticked is not sent; with the form's own mark it is known to have been there.
            if (!Request.Form.TryGetValue(field.Name, out var values))
            {
                continue;
            }

            var text = values[^1]!.ReplaceLineEndings("\n").Trim();
            _sent[field.Name] = text;
            if (ErrorIn(field, text) is { } error)
            {
                _errors[field.Name] = error;
            }
            else if (text != PresentOf(field))
            {
                changes[field.Name] = new JsonText(RawOf(field, text));
            }
        }

        return changes;
    }

    private string? ErrorIn(SettingField field, string text) => field.Kind switch
    {
        SettingKind.Number when !field.Takes(text, Settings.Trust) => L["It takes a whole number from {0} to {1}.", field.LeastOn(Settings.Trust), field.Most],
        SettingKind.Address when text.Length > 0 && !IsAddress(text) => L["It takes an address with scheme, host and path, or nothing."],
        _ => null,
    };

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.AbsolutePath.Length > 1;

    private static string RawOf(SettingField field, string text) => field.Kind switch
    {
        SettingKind.Number => int.Parse(text, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        SettingKind.Flag => text == "true" ? "true" : "false",
        SettingKind.Names => JsonSerializer.Serialize(text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        _ => JsonSerializer.Serialize(text),
    };

    private string PresentOf(SettingField field) => field.Name switch
    {
        "server" => Settings.Server,
        "default" => Number(Settings.DefaultChunkSize),
        "max_retries" => Number(Settings.MaxRetries),
        "min_seconds_task" => Number(Settings.MinSecondsTask),
        "max_seconds_unlock" => Number(Settings.MaxSecondsUnlock),
        "top_priority_tasks" => string.Join('\n', Settings.TopPriorityTasks),
        "max_concurrent_tasks" => Number(Settings.MaxConcurrentTasks ?? (Settings.Trust == TrustMode.Original ? 4 : 0)),
        "max_orphaned" => Number(Settings.MaxOrphaned),
        "exact_pairs" => Settings.ExactPairs ? "true" : "false",
        "compare_consumer" => Settings.CompareConsumer ? "true" : "false",
        "history_days" => Number(Settings.HistoryDays),
        "history_max" => Number(Settings.HistoryMax),
        "failed_days" => Number(Settings.FailedDays),
        _ => throw new InvalidOperationException($"There is no setting {field.Name}."),
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private PageResult Stay(string refusal)
    {
        Refusal = refusal;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
