using System.Globalization;
using System.Text;

namespace LabQueue.TestKit.Histories.Steps;

/// <summary>Adds one task, or several at once.</summary>
/// <param name="Site">The site.</param>
/// <param name="Wishes">What to add; <c>created</c> and <c>not_before</c> count from the time of the step.</param>
public sealed record AddStep(int Site, IReadOnlyList<NewTask> Wishes) : HistoryStep(Site)
{
    /// <inheritdoc/>
    public override async Task RunAsync(HistoryRun run, SiteRun site)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(site);
        var shift = run.Now - Given.Now;
        var wishes = Wishes
            .Select(wish => wish with { Created = wish.Created + shift, NotBefore = wish.NotBefore + shift })
            .ToList();

        var expected = wishes.ConvertAll(wish => site.Model.Add(wish, Given.Clerk.Username, run.Now));
        var actual = await site.Queue.AddAsync(wishes, Given.Clerk, CancellationToken.None);

        Differ.IfNotSame(
            "added",
            expected.Select(result => $"{result.Added} {site.Expected(result.Task)}"),
            actual.Select(result => $"{result.Added} {TaskText.Of(result.Task)}"));
        site.Added.UnionWith(expected.Where(result => result.Added).Select(result => result.Task.TaskUid));
    }

    /// <inheritdoc/>
    public override IEnumerable<HistoryStep> Plainer()
    {
        if (Wishes.Count > 1)
        {
            return Wishes.Select(wish => this with { Wishes = [wish] });
        }

        var wish = Wishes[0];
        NewTask[] plainer =
        [
            new NewTask(wish.Name, wish.ContextUid, wish.ContextPath) { TaskUid = wish.TaskUid, Created = wish.Created },
            wish with { Created = Given.Now },
            wish with { Uids = [] },
            wish with { Priority = 10 },
            wish with { Lane = null },
            wish with { Delay = null },
            wish with { NotBefore = null },
            wish with { Unique = false },
            wish with { Once = false },
            wish with { Ghost = false },
            wish with { Action = null },
            wish with { Retries = null },
            wish with { ChunkSize = null },
            wish with { MaxSeconds = null },
            wish with { Username = null },
            wish with { Extra = ExtraFields.Empty },
            wish with { ContextUid = Given.Uid("c1") },
        ];
        return plainer.Where(other => other != wish).Select(other => this with { Wishes = [other] });
    }

    /// <inheritdoc/>
    public override string ToString() => $"site {Site}: add {string.Join(" and ", Wishes.Select(Text))}";

    private static string Text(NewTask wish)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{TaskText.Short(wish.TaskUid!)} {wish.Name} {wish.ContextPath}");
        text.Append(CultureInfo.InvariantCulture, $" about {TaskText.Short(wish.ContextUid)} created {TaskText.Time(wish.Created)}");
        text.Append(wish.Uids.Count == 0 ? string.Empty : $" uids {string.Join(' ', wish.Uids.Select(TaskText.Short))}");
        text.Append(wish.Priority == 10 ? string.Empty : $" priority {wish.Priority}");
        Append(text, "lane", wish.Lane);
        Append(text, "delay", wish.Delay);
        Append(text, "not_before", TaskText.Time(wish.NotBefore));
        Append(text, "action", wish.Action);
        Append(text, "retries", wish.Retries);
        Append(text, "chunk", wish.ChunkSize);
        Append(text, "max_seconds", wish.MaxSeconds);
        Append(text, "user", wish.Username);
        Append(text, "extra", wish.Extra.IsEmpty ? null : wish.Extra);
        text.Append(wish.Unique ? " unique" : string.Empty).Append(wish.Once ? " once" : string.Empty);
        return text.Append(wish.Ghost ? " ghost" : string.Empty).ToString();
    }

    private static void Append(StringBuilder text, string name, object? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $" {name} {value}");
        }
    }
}
