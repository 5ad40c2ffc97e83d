using LabQueue.EndToEnd.Tests.Docs;
using LabQueue.TestKit.Docs;

namespace LabQueue.EndToEnd.Tests;

public sealed class TutorialTests
{
    private const string Demo = """
        ./labqueue serve --demo > demo.log 2>&1 &
        curl -s -o readyz --retry 300 --retry-delay 1 --retry-connrefused http://127.0.0.1:8080/readyz
        """;

    [Fact]
    public async Task The_tutorial_can_be_followed_to_the_letter()
    {
        PythonPackages.Require("cryptography");
        var steps = DocStep.Of(DocPage.Of("docs", "tutorial.md"));
        using var shell = new ShellRun(port: 8090);

        var fault = await shell.FindFaultAsync(steps, before: "", TestContext.Current.CancellationToken);

        fault.ShouldBeNull();
        steps.Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task The_first_minutes_of_the_readme_can_be_followed_to_the_letter()
    {
        PythonPackages.Require("json");
        var steps = DocStep.Of(DocPage.Of("README.md"));
        using var shell = new ShellRun(port: 8080);

        var fault = await shell.FindFaultAsync(steps, Demo, TestContext.Current.CancellationToken);

        fault.ShouldBeNull();
        steps.ShouldNotBeEmpty();
    }
}
