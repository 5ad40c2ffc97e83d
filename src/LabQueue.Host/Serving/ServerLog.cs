using LabQueue.Host.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace LabQueue.Host.Serving;

/// <summary>The server's log: one line each, times in UTC, on standard error, so that the output stays the command's.</summary>
internal static class ServerLog
{
    /// <summary>Makes it.</summary>
    /// <param name="options">The section <c>Logging</c> says how much it tells.</param>
    public static ILoggerFactory Create(OptionSource options) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)

        // The keys that sessions are protected with lie in a folder that only its owner may enter, like all other secrets.
        .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)

        // A start that fails is told in a sentence, and needs no stack besides. A service that fails later is critical.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
        .AddConfiguration(options.Logging)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss'Z' ";
        })
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
