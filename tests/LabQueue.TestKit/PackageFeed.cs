using System.Diagnostics;
using System.Globalization;
using System.Security;
using System.Text;

namespace LabQueue.TestKit;

/// <summary>The packages as they are published, in a folder, for programs outside of the repository.</summary>
/// <remarks>
/// What they are unpacked to goes with them: from the package folder of the machine others are taken, and nothing is put there.
/// </remarks>
public sealed class PackageFeed : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("labqueue-packages-");

    /// <summary>Where the packages are.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Their version: newer than any that was published, and another one each time.</summary>
    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"1000.0.{Random.Shared.Next()}");

    /// <summary>What the environment of <c>dotnet</c> says for a program that takes them.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["NUGET_PACKAGES"] = Path.Combine(Folder, "unpacked"),
        ["NuGetAudit"] = "false",

        // Servers of the build would go on living, and hold the output of the shell that started them.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
    };

    /// <summary>Tells programs in a folder where these packages are; all others come from where the machine takes them.</summary>
    public void WriteConfigTo(string folder)
    {
        var machine = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(
            Path.Combine(folder, "nuget.config"),
            $"""
            <configuration>
              <packageSources>
                <add key="labqueue" value="{SecurityElement.Escape(Folder)}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{SecurityElement.Escape(machine)}" />
              </fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>Packs what has been built.</summary>
    /// <exception cref="InvalidOperationException">It cannot be packed; the message is what the build said.</exception>
    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "pack", RepositoryRoot.Combine("LabQueue.slnx"), "--configuration", BuiltProgram.Configuration, "--no-build",
                "--nologo", "--output", Folder, $"-property:Version={Version}",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        // Nothing is restored here, and the analyzers of the build lie in the folder of the machine.
        start.Environment.Remove("NUGET_PACKAGES");
        using var timeout = new CancellationTokenSource(Patience, TimeProvider.System);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(timeout.Token);
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"dotnet pack ended with {process.ExitCode}:\n{output}{await error}");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
