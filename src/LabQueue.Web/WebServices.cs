using System.Text.Encodings.Web;
using System.Text.Unicode;
using LabQueue.Access;
using LabQueue.Web.Access;
using LabQueue.Web.Assets;
using LabQueue.Web.Frame;
using LabQueue.Web.Languages;
using LabQueue.Web.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;

namespace LabQueue.Web;

/// <summary>Adds the pages to a host.</summary>
internal static class WebServices
{
    /// <summary>
    /// Adds the frame: sign-in, languages, files for browsers, live parts. Who may sign in, <see cref="IPageAccounts"/> says, and
    /// which queues there are, <see cref="IPageQueues"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="sessionKeys">The folder of the keys that sessions are sealed with.</param>
    public static IMvcCoreBuilder AddFrame(this IServiceCollection services, DirectoryInfo sessionKeys)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PasswordCheck>();
        services.TryAddSingleton<PasswordGate>();
        services.TryAddSingleton<SessionCookie>();
        services.AddDataProtection().SetApplicationName("LabQueue").PersistKeysToFileSystem(sessionKeys);
        services.AddSingleton<AssetFiles>();
        services.AddSingleton<Texts>();
        services.AddSingleton<Entrance>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<LiveRoute>();
        services.AddScoped<Ui>();
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
        return services.AddMvcCore().AddAuthorization().AddDataAnnotations().AddRazorPages()
            .AddPages(typeof(WebServices));
    }

    /// <summary>Adds the pages and texts of the assembly that a type is in.</summary>
    public static IMvcCoreBuilder AddPages(this IMvcCoreBuilder mvc, Type type)
    {
        mvc.Services.AddSingleton(new TextSource(type.Assembly));
        return mvc.ConfigureApplicationPartManager(manager =>
        {
            var factory = ApplicationPartFactory.GetApplicationPartFactory(type.Assembly);
            foreach (var part in factory.GetApplicationParts(type.Assembly))
            {
                manager.ApplicationParts.Add(part);
            }
        });
    }

    /// <summary>Answers the pages' addresses, and hands on all else.</summary>
    public static void UsePages(this WebApplication app)
    {
        app.UseMiddleware<PageMiddleware>();
        app.MapGet(
            AssetFiles.Folder + "{hash}/{name}",
            (HttpContext context, string hash, string name, AssetFiles assets) => assets.AnswerAsync(context, hash, name));
        app.MapGet("/{site}/live", (HttpContext context, string site, LiveRoute live) => live.AnswerAsync(context, site));
        app.MapRazorPages();
    }
}
