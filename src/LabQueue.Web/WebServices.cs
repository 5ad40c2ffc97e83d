using LabQueue.Access;
using LabQueue.Web.Access;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Web;

/// <summary>Adds the pages to a host.</summary>
internal static class WebServices
{
    /// <summary>
    /// Adds the frame of the pages: sign-in, languages, files for browsers, live parts. Who may sign in, <see cref="IPageAccounts"/>
    /// says, and which queues there are, <see cref="IPageQueues"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="sessionKeys">The folder of the keys that sessions are sealed with.</param>
    public static IServiceCollection AddFrame(this IServiceCollection services, DirectoryInfo sessionKeys)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PasswordCheck>();
        services.TryAddSingleton<PasswordGate>();
        services.TryAddSingleton<SessionCookie>();
        services.AddDataProtection().SetApplicationName("LabQueue").PersistKeysToFileSystem(sessionKeys);
        KeepSessionKeysForTheFirstSession(services);
        services.AddSingleton(services);
        return services.AddPages(typeof(WebServices));
    }

    /// <summary>Adds the pages and texts of the assembly that a type is in.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services, Type type) =>
        services.AddSingleton(new PageAssembly(type.Assembly));

    /// <summary>Answers the pages' addresses, and hands on all else.</summary>
    public static void UsePages(this IApplicationBuilder app) => app.UseMiddleware<PagesOnDemand>();

    // The framework reads the keys at each start, and has XML in memory for it from then on; the first session is early enough.
    private static void KeepSessionKeysForTheFirstSession(IServiceCollection services)
    {
        var protection = typeof(DataProtectionOptions).Assembly;
        foreach (var eager in services
            .Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == protection)
            .ToArray())
        {
            services.Remove(eager);
        }
    }
}
