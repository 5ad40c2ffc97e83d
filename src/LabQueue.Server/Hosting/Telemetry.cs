using System.Diagnostics;
using LabQueue.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LabQueue.Server.Hosting;

/// <summary>Sends measurements and traces to a collector, where one is configured.</summary>
/// <remarks>Configured by the usual variables of OpenTelemetry, <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> first of all.</remarks>
public static class Telemetry
{
    private const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "labqueue";

    /// <summary>Where the server's own activities come from.</summary>
    internal static ActivitySource Source { get; } = new(QueueMetrics.MeterName);

    /// <summary>Adds it where a collector is configured.</summary>
    /// <param name="builder">The application.</param>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (string.IsNullOrEmpty(builder.Configuration[EndpointKey]))
        {
            return;
        }

        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService(ServiceName))
            .AddMeter(QueueMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddOtlpExporter()
            .Build());
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService(ServiceName))
            .AddSource(QueueMetrics.MeterName, "Microsoft.AspNetCore")
            .AddOtlpExporter()
            .Build());
    }

    /// <summary>Begins to send; the providers do nothing before somebody has asked for them.</summary>
    /// <param name="app">The application.</param>
    public static void StartTelemetry(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        _ = app.Services.GetService<MeterProvider>();
        _ = app.Services.GetService<TracerProvider>();
    }
}
