using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

public sealed class BackupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_of_a_running_server_brings_everything_back()
    {
        using var workplace = new Workplace();
        await using (var server = await workplace.ServeAsync())
        {
            await AddAsync(workplace, "before");
            var backup = (await workplace.RunAsync("backup", "copy.db", "--json")).ShouldExitWith(0).Json;
            backup.GetProperty("file").GetString().ShouldBe(workplace.File("copy.db"));
            await AddAsync(workplace, "after");
            (await workplace.RunAsync("restore", "copy.db", "--force")).ShouldExitWith(1).Error.ShouldContain(
                $"A server runs on {workplace.Data}; stop it before its data is replaced.");
            await server.StopAsync();
        }

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(workplace.File("copy.db")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Directory.GetFileSystemEntries(workplace.Path).Select(Path.GetFileName).Order().ShouldBe(["copy.db", "copy.db.lims", "data"]);
        (await workplace.RunAsync("restore", "copy.db")).ShouldExitWith(1).Error.ShouldContain("--force replaces it");
        (await workplace.RunAsync("restore", "copy.db", "--force")).ShouldExitWith(0);
        File.Exists(workplace.File("data/queue.db.before-restore")).ShouldBeTrue();

        await using var restored = await workplace.ServeAsync();
        var list = (await workplace.RunAsync("tasks", "list")).ShouldExitWith(0);
        list.Output.ShouldContain("before");
        list.Output.ShouldNotContain("after");
    }

    [Fact]
    public async Task A_backup_fills_an_empty_folder_and_keeps_its_keys()
    {
        using var workplace = new Workplace();
        string key;
        await using (var server = await workplace.ServeAsync())
        {
            key = (await workplace.RunAsync("site", "key", "senaite")).ShouldExitWith(0).Output;
            await server.StopAsync();
        }

        (await workplace.RunAsync("backup", "copy.db")).ShouldExitWith(0);
        (await workplace.RunAsync("restore", "copy.db", "--data", "other")).ShouldExitWith(0).Output.ShouldContain(
            $"labqueue user password admin --data {workplace.File("other")}\n");

        await using var restored = await workplace.ServeAsync("--data", "other");
        (await workplace.RunAsync("site", "key", "senaite", "--data", "other")).ShouldExitWith(0).Output.ShouldBe(key);
        (await File.ReadAllTextAsync(workplace.File("other/keys/senaite.key"), Token)).ShouldBe(key);
    }

    [Fact]
    public async Task A_backup_overwrites_nothing()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        await File.WriteAllTextAsync(workplace.File("copy.db"), "mine", Token);

        (await workplace.RunAsync("backup", "copy.db")).ShouldExitWith(1).Error.ShouldContain("is there already");
        (await workplace.RunAsync("backup", "no/such/folder.db")).ShouldExitWith(1).Error.ShouldContain("there is no folder");

        (await File.ReadAllTextAsync(workplace.File("copy.db"), Token)).ShouldBe("mine");
    }

    [Fact]
    public async Task What_is_no_backup_is_refused_and_the_data_stays()
    {
        using var workplace = new Workplace();
        await using (var server = await workplace.ServeAsync())
        {
            await AddAsync(workplace, "kept");
            (await workplace.RunAsync("backup", "copy.db")).ShouldExitWith(0);
            await server.StopAsync();
        }

        await File.WriteAllTextAsync(workplace.File("text.db"), "no database", Token);
        await DamageAsync(workplace.File("copy.db"));

        (await workplace.RunAsync("restore", "text.db", "--force")).ShouldExitWith(1).Error.ShouldContain("text.db is damaged, or no database");
        (await workplace.RunAsync("restore", "copy.db", "--force")).ShouldExitWith(1).Error.ShouldContain("damaged");
        (await workplace.RunAsync("restore", "nothing.db", "--force")).ShouldExitWith(1).Error.ShouldContain("There is no file");

        await using var again = await workplace.ServeAsync();
        (await workplace.RunAsync("tasks", "list")).Output.ShouldContain("kept");
    }

    [Fact]
    public async Task What_a_killed_server_left_of_a_backup_is_removed_by_the_next_one()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        var left = Directory.CreateDirectory(workplace.File(".labqueue-backup-left"));
        var busy = Directory.CreateDirectory(workplace.File(".labqueue-backup-busy"));
        await File.WriteAllTextAsync(Path.Combine(left.FullName, "queue.db.part"), "half", Token);
        await using var working = new FileStream(
            Path.Combine(busy.FullName, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        (await workplace.RunAsync("backup", "copy.db")).ShouldExitWith(0);

        Directory.GetFileSystemEntries(workplace.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe([".labqueue-backup-busy", "copy.db", "copy.db.lims", "data"]);
    }

    [Fact]
    public async Task A_folder_is_no_name_for_a_backup()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();

        (await workplace.RunAsync("backup", ".")).ShouldExitWith(1).Error.ShouldContain("is a folder; name a file in it");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Data_that_is_lost_is_not_begun_anew(bool isEmptied)
    {
        using var workplace = new Workplace();
        string key;
        await using (var server = await workplace.ServeAsync())
        {
            (await workplace.RunAsync("backup", "copy.db")).ShouldExitWith(0);
            key = await File.ReadAllTextAsync(workplace.File("data/keys/senaite.key"), Token);
            await server.StopAsync();
        }

        var database = workplace.File("data/queue.db");
        File.Delete(database);
        if (isEmptied)
        {
            await File.WriteAllTextAsync(database, string.Empty, Token);
        }

        var sentence = $"queue.db is {(isEmptied ? "empty" : "gone")}, though {workplace.Data} was in use: it has keys of senaite.";
        (await workplace.RunAsync("serve", "--role", "server", "--urls", "http://127.0.0.1:0")).ShouldExitWith(1).Error.ShouldContain(sentence);
        (await workplace.RunAsync("user", "list")).ShouldExitWith(1).Error.ShouldContain(sentence);
        (await workplace.RunAsync("doctor")).ShouldExitWith(1).Output.ShouldContain(sentence);
        (await File.ReadAllTextAsync(workplace.File("data/keys/senaite.key"), Token)).ShouldBe(key);

        (await workplace.RunAsync("restore", "copy.db", "--force")).ShouldExitWith(0);
        await using var restored = await workplace.ServeAsync();
        (await workplace.RunAsync("tasks", "list")).ShouldExitWith(0);
    }

    [Fact]
    public async Task Data_of_the_newest_schema_needs_no_migration()
    {
        using var workplace = new Workplace();
        (await workplace.RunAsync("migrate")).ShouldExitWith(1).Error.ShouldContain("There is no LabQueue data");
        await using var server = await workplace.ServeAsync();

        var running = (await workplace.RunAsync("migrate", "--json")).ShouldExitWith(0).Json;
        await server.StopAsync();
        var stopped = (await workplace.RunAsync("migrate", "--json")).ShouldExitWith(0).Json;

        running.GetProperty("before").GetInt32().ShouldBe(running.GetProperty("after").GetInt32());
        stopped.ToString().ShouldBe(running.ToString());
    }

    private static async Task AddAsync(Workplace workplace, string name) =>
        (await workplace.RunAsync("tasks", "add", name, "--context-path", "/senaite")).ShouldExitWith(0);

    // The second half of the file is gone, as after a copy that was broken off.
    private static async Task DamageAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open);
        stream.SetLength(stream.Length / 2);
    }
}
