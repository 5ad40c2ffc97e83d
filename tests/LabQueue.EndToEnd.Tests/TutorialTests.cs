using LabQueue.EndToEnd.Tests.Docs;
using LabQueue.TestKit;
using LabQueue.TestKit.Docs;

namespace LabQueue.EndToEnd.Tests;

public sealed class TutorialTests(PackageFeed packages) : IClassFixture<PackageFeed>
{
    private const string Ready = "\ncurl -s -o readyz --retry 300 --retry-delay 1 --retry-connrefused http://127.0.0.1:8080/readyz";
    private const string Server = "./labqueue serve > server.log 2>&1 &" + Ready;
    private const string Demo = "./labqueue serve --demo > demo.log 2>&1 &" + Ready;

    private const string QueueDemo =
        "./labqueue serve --demo --role server --urls http://127.0.0.1:8080 > demo.log 2>&1 &" + Ready;

    [Theory]
    [InlineData("docs/tutorial.md", 8090, "")]
    [InlineData("README.md", 8080, Demo)]
    [InlineData("docs/guides/point-a-senaite-site-at-it.md", 8090, "")]
    [InlineData("docs/guides/run-it-as-a-service.md", 8090, "")]
    [InlineData("docs/guides/keys-and-users.md", 8080, Server)]
    [InlineData("docs/guides/write-a-consumer.md", 8080, "")]
    [InlineData("docs/guides/when-something-is-wrong.md", 8080, QueueDemo)]
    public async Task A_page_can_be_followed_to_the_letter(string page, int port, string before)
    {
        PythonPackages.Require("cryptography");
        var steps = DocStep.Of(DocPage.Of(page.Split('/')));
        using var shell = new ShellRun(port);

        var fault = await shell.FindFaultAsync(steps, before, TestContext.Current.CancellationToken);

        fault.ShouldBeNull();
        steps.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("docs/guides/write-a-handler.md", 8080)]
    [InlineData("docs/guides/queue-from-your-own-program.md", 8080)]
    public async Task A_program_of_a_page_is_made_in_an_empty_folder_from_the_packages(string page, int port)
    {
        PythonPackages.Require("cryptography");
        var steps = DocStep.Of(DocPage.Of(page.Split('/')));
        using var shell = new ShellRun(port, packages);

        var fault = await shell.FindFaultAsync(steps, string.Empty, TestContext.Current.CancellationToken);

        fault.ShouldBeNull();
        steps.ShouldContain(step => step.Commands.Contains("dotnet add", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_page_with_commands_is_followed()
    {
        var followed = typeof(TutorialTests).GetMethods()
            .SelectMany(method => method.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false))
            .Select(data => (string)((InlineDataAttribute)data).Data[0]!);

        var withCommands = DocPage.All().Where(page => page.Blocks.Any(block => block.Language == "sh"))
            .Select(page => Path.GetRelativePath(RepositoryRoot.Path, page.Path).Replace('\\', '/'));

        followed.ShouldBe(withCommands, ignoreOrder: true);
    }
}
