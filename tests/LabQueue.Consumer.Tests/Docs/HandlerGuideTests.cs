using System.Globalization;
using LabQueue.Consumer.Tests.Running;
using LabQueue.TestKit;
using LabQueue.TestKit.Docs;
using Microsoft.Extensions.DependencyInjection;

namespace LabQueue.Consumer.Tests.Docs;

/// <summary>The guide "Write a handler" shows code that runs, and options as they are.</summary>
public sealed class HandlerGuideTests
{
    private const int MostLines = 25;

    private static readonly DocPage Page = DocPage.Of("docs", "guides", "write-a-handler.md");

    [Fact]
    public void The_smallest_program_is_the_sample_and_is_small()
    {
        var program = File.ReadAllText(RepositoryRoot.Combine("samples", "MinimalConsumer", "Program.cs"));

        Code()[0].ShouldBe(program.TrimEnd());
        program.TrimEnd().Split('\n').Length.ShouldBeLessThanOrEqualTo(MostLines);
    }

    [Fact]
    public void The_handler_is_the_one_that_is_tried_here()
    {
        var file = File.ReadAllText(RepositoryRoot.Combine("tests", "LabQueue.Consumer.Tests", "Docs", "VerifyHandler.cs"));

        Code()[1].ShouldBe(file[file.IndexOf("public sealed", StringComparison.Ordinal)..].TrimEnd());
    }

    [Fact]
    public async Task The_handler_does_what_the_guide_says()
    {
        var objects = Given.Uids("a", "b");
        await using var bench = await Bench.StartAsync(consumer =>
        {
            consumer.Services.AddSingleton<ILaboratory, Laboratory>();
            consumer.AddHandler<VerifyHandler>("task_action_verify");
        });

        await bench.AddAsync(Bench.Wish("t1", "task_action_verify", objects));

        (await bench.Queue.NextReportAsync()).Report.Processed.ShouldBe(
        [
            new ItemOutcome(objects[0], ItemOutcomeKind.Done),
            new ItemOutcome(objects[1], ItemOutcomeKind.Refused, "lab_clerk may not"),
        ]);
    }

    [Fact]
    public void Every_option_is_described_with_its_default()
    {
        var table = Page.Table("Option");
        var properties = typeof(ConsumerOptions).GetProperties();

        table.Column("Option").Select(DocTable.Plain).ShouldBe(properties.Select(property => property.Name), ignoreOrder: true);
        foreach (var (name, described) in table.Column("Option").Zip(table.Column("Default")))
        {
            var value = properties.Single(property => property.Name == DocTable.Plain(name)).GetValue(new ConsumerOptions());
            var shown = value switch
            {
                TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s"),
                int number => number.ToString(CultureInfo.InvariantCulture),
                _ => described,
            };
            described.ShouldBe(shown, name);
        }
    }

    private static string[] Code() =>
        [.. Page.Blocks.Where(block => block.Language == "csharp").Select(block => block.Text.TrimEnd())];

    private sealed class Laboratory : ILaboratory
    {
        public Task<string?> VerifyAsync(string uid, string username, string taskUid, CancellationToken cancellationToken) =>
            Task.FromResult(uid.StartsWith('b') ? $"{username} may not" : null);
    }
}
