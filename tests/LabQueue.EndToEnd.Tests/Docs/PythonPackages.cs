using System.Diagnostics;

namespace LabQueue.EndToEnd.Tests.Docs;

/// <summary>What the pages need beside the program.</summary>
internal static class PythonPackages
{
    /// <summary>Skips the test on a desk that lacks Python or a package; in CI the test goes on, and fails.</summary>
    public static void Require(string package)
    {
        var isThere = !OperatingSystem.IsWindows() && Has(package);
        var isInCi = Environment.GetEnvironmentVariable("CI") == "true";
        Assert.SkipUnless(isThere || isInCi, $"Needs bash, curl, and Python 3 with {package}; see test.sh.");
    }

    private static bool Has(string package)
    {
        try
        {
            using var process = Process.Start("/usr/bin/python3", ["-c", $"import {package}"]);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
