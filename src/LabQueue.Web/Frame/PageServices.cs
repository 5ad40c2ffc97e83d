using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using LabQueue.Web.Access;
using LabQueue.Web.Assets;
using LabQueue.Web.Languages;
using LabQueue.Web.Live;
using LabQueue.Web.Queue;
using LabQueue.Web.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.WebEncoders;

namespace LabQueue.Web.Frame;

/// <summary>The services of the pages, made when the first page is asked for: the framework's, and beside them the process's own.</summary>
internal static class PageServices
{
    // What of the framework's services is one for the whole process.
    private static readonly Type[] Common =
    [
        typeof(IConfiguration), typeof(IDataProtectionProvider), typeof(IHostEnvironment), typeof(IWebHostEnvironment),
        typeof(IHostApplicationLifetime), typeof(ILoggerFactory), typeof(TimeProvider), typeof(DiagnosticListener), typeof(DiagnosticSource),
    ];

    /// <summary>Makes them.</summary>
    /// <param name="added">What was added to the process; its singletons of ours are taken as they are.</param>
    /// <param name="process">The process's services.</param>
    public static ServiceProvider Build(IServiceCollection added, IServiceProvider process)
    {
        var services = new ServiceCollection();
        foreach (var group in added.Where(IsTaken).GroupBy(service => service.ServiceType).ToArray())
        {
            foreach (var (index, service) in group.Index())
            {
                services.Add(service.Lifetime == ServiceLifetime.Singleton
                    ? ServiceDescriptor.Singleton(service.ServiceType, _ => process.GetServices(service.ServiceType).ElementAt(index)!)
                    : service);
            }
        }

        services.AddLogging();
        AddFrame(services);
        AddFramework(services, [.. process.GetServices<PageAssembly>()]);
        return services.BuildServiceProvider();
    }

    private static bool IsTaken(ServiceDescriptor service) =>
        !service.ServiceType.IsGenericTypeDefinition
        && (service.ServiceType.Namespace?.StartsWith(nameof(LabQueue), StringComparison.Ordinal) == true || Common.Contains(service.ServiceType));

    private static void AddFrame(ServiceCollection services)
    {
        services.AddSingleton<AssetFiles>();
        services.AddSingleton<INavigation, SettingsNavigation>();
        services.AddSingleton<Texts>();
        services.AddSingleton<Entrance>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<LiveRoute>();
        services.AddScoped<Ui>();
        services.AddSingleton<TasksJobs>();
        services.AddSingleton<INavigation, QueueNavigation>();
        services.AddSingleton<ISearch, QueueSearch>();
        services.AddSingleton<QueueWatch>();
        services.AddScoped<INotices, QueueNotices>();
        services.AddSingleton<AddressTrial>();
    }

    private static void AddFramework(ServiceCollection services, IReadOnlyList<PageAssembly> assemblies)
    {
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "labqueue-form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.HeaderName = SessionCookie.TokenHeader;

            // The pages' own header says more.
            options.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<CookieTempDataProviderOptions>(options =>
        {
            options.Cookie.Name = "labqueue-messages";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.IsEssential = true;
        });

        // Letters of all languages stay readable; what means something in HTML is escaped all the same.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddMvcCore().AddAuthorization().AddDataAnnotations().AddRazorPages().ConfigureApplicationPartManager(manager =>
        {
            foreach (var assembly in assemblies.Select(carrier => carrier.Assembly))
            {
                foreach (var part in ApplicationPartFactory.GetApplicationPartFactory(assembly).GetApplicationParts(assembly))
                {
                    manager.ApplicationParts.Add(part);
                }
            }
        });
    }
}
