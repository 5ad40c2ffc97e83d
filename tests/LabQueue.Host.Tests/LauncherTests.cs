using LabQueue.TestKit;

namespace LabQueue.Host.Tests;

public sealed class LauncherTests
{
    [Theory]
    [InlineData("labqueue")]
    [InlineData("test.sh")]
    [InlineData(".ci/run")]
    public void A_script_of_the_root_can_be_run(string script)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The scripts are for bash.");
            return;
        }

        var mode = File.GetUnixFileMode(RepositoryRoot.Combine(script));

        mode.HasFlag(UnixFileMode.UserExecute).ShouldBeTrue();
    }
}
