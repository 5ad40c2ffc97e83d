using System.Globalization;
using System.Text.Json;
using LabQueue.Access;
using LabQueue.Web.Frame;
using LabQueue.Web.Queue;
using LabQueue.Web.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LabQueue.Web.Pages.Settings;

/// <summary>The control panel of a site's queue.</summary>
internal sealed class ControlPanelModel(IPageQueues queues, QueueWatch watch, AddressTrial trial, TimeProvider time) : QueuePage(queues)
{
    private const int FloorOfMaximum = 30;
    private const int ChangesShown = 10;
    private const int RunsLookedAt = 500;
    private const int FewestRuns = 20;
    private const double MostOfMaximum = 0.8;
    private const string Server = "server";

    private readonly Dictionary<string, string> _was = new(StringComparer.Ordinal);
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

    /// <summary>How long 19 of 20 runs took at most, of the last day's newest; null: there were too few to say.</summary>
    public TimeSpan? LongRun { get; private set; }

    /// <summary>Whether healthy work comes close to the most that a run may take.</summary>
    public bool IsLongRunClose => LongRun > TimeSpan.FromSeconds(Settings.MaxSecondsUnlock * MostOfMaximum);

    /// <summary>What was changed last, newest first.</summary>
    public IReadOnlyList<SettingChange> Past { get; private set; } = [];

    /// <summary>Where older changes are shown; null: there are none.</summary>
    public string? OlderChanges { get; private set; }

    /// <summary>What answered at the address that was tried; null: none was.</summary>
    public TrialResult? Trial { get; private set; }

    /// <inheritdoc/>
    protected override QueueRights Needed => QueueRights.Settings;

    /// <inheritdoc/>
    protected override QueueRights NeededToChange => QueueRights.Settings;

    /// <summary>Shows the settings.</summary>
    public async Task<IActionResult> OnGetAsync() => await ShowAsync();

    /// <summary>Tries the address of the queue server that was typed, and changes nothing.</summary>
    public async Task<IActionResult> OnPostTryAsync()
    {
        Settings = await Queue.SettingsAsync(Aborted);
        ReadChanges();
        if (!_errors.ContainsKey(Server) && _sent.GetValueOrDefault(Server) is { Length: > 0 } address)
        {
            Trial = await trial.TryAsync(address, Aborted);
        }

        return await ShowAsync();
    }

    /// <summary>Changes what is different, all of it or nothing.</summary>
    /// <param name="reason">Why, for the record.</param>
    public async Task<IActionResult> OnPostAsync(string? reason)
    {
        Settings = await Queue.SettingsAsync(Aborted);
        var changes = ReadChanges();
        if (_errors.Count > 0)
        {
            return await StayAsync(L["Nothing was changed: see the fields below."]);
        }

        if (changes.Count == 0)
        {
            Tell(MessageKind.Info, L["Nothing was different."]);
            return Go("@@queue-controlpanel");
        }

        try
        {
            await Queue.ChangeSettingsAsync(changes, By(reason), CancellationToken.None);
        }
        catch (SettingException refused)
        {
            return await StayAsync(refused.Message);
        }

        watch.Forget(Site);
        Tell(MessageKind.Done, L.Count(changes.Count, "{0} setting was changed. It counts from now on.|{0} settings were changed. They count from now on."));
        return Go("@@queue-controlpanel");
    }

    /// <summary>What a field shows: what was sent, else what is set.</summary>
    public string ValueOf(SettingField field) => _sent.GetValueOrDefault(field.Name) ?? PresentOf(field);

    /// <summary>What a field showed when the person came: only what differs from that is changed.</summary>
    public string WasOf(SettingField field) => _was.GetValueOrDefault(field.Name) ?? PresentOf(field);

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

            var text = Clean(values[^1]!);
            _sent[field.Name] = text;
            _was[field.Name] = Request.Form.TryGetValue("was-" + field.Name, out var was) ? Clean(was.ToString()) : PresentOf(field);
            if (text == WasOf(field))
            {
                continue;
            }

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

    private static string Clean(string text) => text.ReplaceLineEndings("\n").Trim();

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

    private async Task<PageResult> StayAsync(string refusal)
    {
        Refusal = refusal;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return await ShowAsync();
    }

    private async Task<PageResult> ShowAsync()
    {
        Settings = await Queue.SettingsAsync(Aborted);
        LongRun = await FindLongRunAsync();
        var before = long.TryParse(Request.Query["before"], CultureInfo.InvariantCulture, out var number) ? number : (long?)null;
        var records = await Queue.AuditAsync(new AuditQuery { Action = "settings", Before = before, Limit = ChangesShown + 1 }, Aborted);
        Past = [.. records.Take(ChangesShown).SelectMany(SettingChange.In)];
        OlderChanges = records.Count > ChangesShown
            ? With(("before", records[ChangesShown - 1].Number.ToString(CultureInfo.InvariantCulture)))
            : null;
        return Page();
    }

    private async Task<TimeSpan?> FindLongRunAsync()
    {
        var query = new HistoryQuery { Statuses = [QueueTaskStatus.Done], NewestFirst = true, Limit = RunsLookedAt };
        var yesterday = time.GetUtcNow().AddDays(-1);
        TimeSpan[] runs =
        [
            .. (await Queue.HistoryAsync(query, Aborted)).Entries
                .Where(entry => entry.Ended > yesterday && entry.Task.Started is not null)
                .Select(entry => entry.Ended - entry.Task.Started!.Value)
                .Order(),
        ];
        return runs.Length < FewestRuns ? null : runs[runs.Length * 95 / 100];
    }
}
