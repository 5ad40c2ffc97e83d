using LabQueue.TestKit.Serving;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LabQueue.Server.Tests.Hosting;

public sealed class SettingsFileTests
{
    [Fact]
    public async Task A_server_watches_no_folder_for_changes_of_its_settings()
    {
        await using var server = await ServerFixture.StartAsync();

        var files = ((IConfigurationBuilder)server.Services.GetRequiredService<IConfiguration>()).Sources
            .OfType<FileConfigurationSource>()
            .ToArray();

        files.ShouldNotBeEmpty();
        files.ShouldAllBe(file => !file.ReloadOnChange);
    }
}
