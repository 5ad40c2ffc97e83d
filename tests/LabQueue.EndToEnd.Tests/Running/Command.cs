using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace LabQueue.EndToEnd.Tests.Running;

/// <summary>Runs programs of the system that do one thing and end.</summary>
internal static class Command
{
    /// <summary>Runs one.</summary>
    /// <returns>What it said where it did not do it; null where it did.</returns>
    public static string? Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{program} {process.ExitCode}: {error.Trim()}");
        }
        catch (Win32Exception missing)
        {
            return missing.Message;
        }
    }
}
