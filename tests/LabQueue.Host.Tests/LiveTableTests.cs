using LabQueue.Host.Watching;
using LabQueue.TestKit;
using Spectre.Console;

namespace LabQueue.Host.Tests;

/// <summary>What the live table shows on terminals of different widths.</summary>
public sealed class LiveTableTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(160)]
    public void A_uid_is_whole_and_a_usual_name_as_well(int width)
    {
        var (first, second) = (Given.Task("01a1ff5aa1"), Given.RunningTask("01a1ff5aa2") with { Name = "task_action_unassign" });

        var lines = Render(width, first, second);

        lines.ShouldContain(line => line.Contains(first.TaskUid) && line.Contains("task_action_receive") && line.Contains("waits "));
        lines.ShouldContain(line => line.Contains(second.TaskUid) && line.Contains("task_action_unassign") && line.Contains("runs "));
        lines.ShouldAllBe(line => line.Length <= width);
    }

    [Fact]
    public void What_has_room_beside_it_is_shown_on_a_wide_terminal()
    {
        var line = Render(160, Given.Task()).Single(line => line.Contains(Given.Uid("t1")));

        line.ShouldContain("queued");
        line.ShouldContain("sample-1");
    }

    private static string[] Render(int width, params QueueTask[] tasks)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        console.Write(new LiveTable(width).Render(tasks, Given.Now));
        return writer.ToString().Split('\n');
    }
}
