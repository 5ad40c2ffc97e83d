using System.Globalization;
using LabQueue.Client.Pool;
using LabQueue.TestKit;
using LabQueue.TestKit.Docs;

namespace LabQueue.Client.Tests.Docs;

/// <summary>The guide "Queue from your own program" shows code that runs, and options as they are.</summary>
public sealed class QueueGuideTests
{
    private static readonly DocPage Page = DocPage.Of("docs", "guides", "queue-from-your-own-program.md");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_program_is_the_sample()
    {
        var program = File.ReadAllText(RepositoryRoot.Combine("samples", "OfflineAdds", "Program.cs"));

        Code()[0].ShouldBe(program.TrimEnd());
    }

    [Fact]
    public void The_class_is_the_one_that_is_tried_here()
    {
        var file = File.ReadAllText(RepositoryRoot.Combine("tests", "LabQueue.Client.Tests", "Docs", "SampleStatus.cs"));

        Code()[1].ShouldBe(file[file.IndexOf("public sealed", StringComparison.Ordinal)..].TrimEnd());
    }

    [Fact]
    public async Task The_class_tells_what_a_sample_waits_for()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1") with { Uids = [Given.Uid("o1")] }], Given.Clerk, Token);
        var pool = new QueuePool(server.Client, server.Time);
        using var ending = new CancellationTokenSource();
        var following = pool.RunAsync(ending.Token);
        var status = new SampleStatus(pool);

        (await status.OfAsync(Given.Uid("o1"), Token)).ShouldBe("being processed: task_action_receive");
        (await status.OfAsync(Given.Uid("o2"), Token)).ShouldBe("free");

        await ending.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => following);
    }

    [Fact]
    public void Every_option_is_described_with_its_default()
    {
        var table = Page.Table("Option");
        var defaults = new QueueClientOptions { BaseAddress = new Uri("http://a/b"), AuthKey = "k", Username = "u" };

        table.Column("Option").Select(DocTable.Plain)
            .ShouldBe(typeof(QueueClientOptions).GetProperties().Select(property => property.Name), ignoreOrder: true);
        table.Column("Default").Where(text => text.Length > 0).ShouldBe(
        [
            string.Create(CultureInfo.InvariantCulture, $"{defaults.Timeout.TotalSeconds} s"),
            defaults.Retries.ToString(CultureInfo.InvariantCulture),
        ]);
    }

    private static string[] Code() =>
        [.. Page.Blocks.Where(block => block.Language == "csharp").Select(block => block.Text.TrimEnd())];
}
