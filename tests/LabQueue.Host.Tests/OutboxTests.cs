using LabQueue.Client;
using LabQueue.Client.Outbox;
using LabQueue.Client.Sqlite;
using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

/// <summary>The command that shows what waits in a program's outbox.</summary>
public sealed class OutboxTests : IDisposable
{
    // Where the version of a SQLite file stands in it, the highest byte first.
    private const int VersionPlace = 60;

    private readonly Workplace _workplace = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => _workplace.File("outbox.db");

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task What_waits_and_why_is_shown_while_a_program_has_the_file()
    {
        using var store = SqliteOutboxStore.Open(File);
        var uids = await FillAsync(store);

        var shown = (await _workplace.RunAsync("outbox", File)).ShouldExitWith(0);

        var lines = shown.Output.Split('\n');
        lines[0].ShouldMatch("^2 tasks waiting, the first one for .*; 1 refused\\.$");
        lines[1].ShouldMatch($"^{uids[0]} is sent in vain for .*: The queue server at .* cannot be reached");
        shown.Output.ShouldMatch($"(?s)Waiting\n.*{uids[0]} .*task_greet .*/senaite/a .*\n{uids[2]} .*Refused\n.*{uids[1]} .*Forbidden");
    }

    [Fact]
    public async Task Programs_get_json()
    {
        IReadOnlyList<string> uids;
        using (var store = SqliteOutboxStore.Open(File))
        {
            uids = await FillAsync(store);
        }

        var shown = (await _workplace.RunAsync("outbox", File, "--limit", "1", "--json")).ShouldExitWith(0).Json;

        shown.GetProperty("waiting").GetInt32().ShouldBe(2);
        shown.GetProperty("refused").GetInt32().ShouldBe(1);
        shown.GetProperty("block").GetProperty("task_uid").GetString().ShouldBe(uids[0]);
        shown.GetProperty("tasks").GetArrayLength().ShouldBe(1);
        shown.GetProperty("tasks")[0].GetProperty("task").GetProperty("context_path").GetString().ShouldBe("/senaite/a");
        shown.GetProperty("refused_tasks")[0].GetProperty("reason").GetString().ShouldBe("Forbidden");
    }

    [Fact]
    public async Task An_empty_outbox_says_so()
    {
        SqliteOutboxStore.Open(File).Dispose();

        (await _workplace.RunAsync("outbox", File)).ShouldExitWith(0).Output.ShouldBe("0 tasks waiting; 0 refused.\n");
    }

    [Fact]
    public async Task What_is_no_outbox_is_named()
    {
        await System.IO.File.WriteAllTextAsync(_workplace.File("letter.txt"), new string('x', 10_000), Token);

        (await _workplace.RunAsync("outbox", "none.db")).ShouldExitWith(1).Error.ShouldBe("labqueue: There is no file none.db.\n");
        (await _workplace.RunAsync("outbox", "letter.txt")).ShouldExitWith(1).Error
            .ShouldBe("labqueue: letter.txt is no outbox of LabQueue.\n");
        System.IO.File.Exists(_workplace.File("none.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_of_a_newer_program_is_refused()
    {
        SqliteOutboxStore.Open(File).Dispose();
        using (var file = System.IO.File.OpenHandle(File, FileMode.Open, FileAccess.Write))
        {
            RandomAccess.Write(file, [0, 0, 0, 9], VersionPlace);
        }

        (await _workplace.RunAsync("outbox", File)).ShouldExitWith(1).Error
            .ShouldBe($"labqueue: The outbox {File} has version 9; this program knows versions up to 2.\n");
    }

    [Fact]
    public async Task A_limit_that_cannot_be_is_refused()
    {
        (await _workplace.RunAsync("outbox", File, "--limit", "0")).ShouldExitWith(2).Error.ShouldContain("it takes 1 to 1000");
    }

    // The server is away; the second task is refused.
    private static async Task<IReadOnlyList<string>> FillAsync(SqliteOutboxStore store)
    {
        using var client = new QueueClient(new QueueClientOptions
        {
            BaseAddress = new Uri("http://127.0.0.1:9/senaite"),
            AuthKey = FernetToken.NewKey(),
            Username = "clerk",
        });
        using var outbox = new QueueOutbox(client, store);
        var uids = await outbox.AddAsync([Task("a"), Task("b"), Task("c")], new Actor("clerk"), Token);
        await store.RefuseAsync((await store.NextAsync(2, Token))[1], "Forbidden", DateTimeOffset.UnixEpoch, Token);
        await outbox.SendAsync(Token);
        return uids;
    }

    private static NewTask Task(string sample) => new("task_greet", TaskUid.Site, $"/senaite/{sample}");
}
