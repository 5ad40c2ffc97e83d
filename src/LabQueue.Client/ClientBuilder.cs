using Microsoft.Extensions.DependencyInjection;

namespace LabQueue.Client;

/// <summary>Says what a client of the queue has beside the calls themselves.</summary>
public sealed class ClientBuilder
{
    internal ClientBuilder(IServiceCollection services) => Services = services;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }
}
