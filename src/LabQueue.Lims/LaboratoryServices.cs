using LabQueue.Consumer;
using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Audit;
using LabQueue.Lims.Background;
using LabQueue.Lims.Clients;
using LabQueue.Lims.Pages;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using LabQueue.Lims.Worksheets;
using LabQueue.Web;
using LabQueue.Web.Access;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LabQueue.Lims;

/// <summary>Adds the laboratory to a host.</summary>
internal static class LaboratoryServices
{
    /// <summary>Adds it. What it answers is added by <see cref="UseLaboratory"/>.</summary>
    public static IServiceCollection AddLaboratory(this IServiceCollection services, LaboratoryOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options.Database);
        services.AddSingleton(options.Sites);
        services.AddSingleton<LabStore>();
        services.AddSingleton<ILabUsers, LabUsers>();
        services.AddFrame(options.SessionKeys).AddPages(typeof(LaboratoryServices));
        services.AddSingleton<SignIn>();
        services.AddSingleton<LabAccounts>();
        services.TryAddSingleton<IPageAccounts>(provider => provider.GetRequiredService<LabAccounts>());
        services.AddSingleton<ContactLinks>();
        services.AddSingleton<RightsWalk>();
        services.AddSingleton<ContactRights>();
        services.AddSingleton<LabApiServices>();
        services.AddSingleton<LabPageServices>();
        services.AddSingleton<INavigation, LabNavigation>();
        services.AddScoped<INotices, WorkNotices>();
        services.AddScoped<INotices, OutboxNotices>();
        services.AddSingleton<ISearch, LabSearch>();
        services.AddHostedService<UnfinishedWalks>();
        return services.AddWork(options);
    }

    /// <summary>Answers what is the laboratory's, and hands on all else.</summary>
    public static void UseLaboratory(this WebApplication app)
    {
        app.UseMiddleware<LabApiMiddleware>();
        app.UsePages();
    }

    /// <summary>Gives the laboratory's tasks, and no others, to the consumer in this process.</summary>
    public static ConsumerBuilder AddLaboratoryHandlers(this ConsumerBuilder consumer)
    {
        consumer.Services.Configure<ConsumerOptions>(options =>
        {
            foreach (var name in TaskNames.All)
            {
                options.Names.Add(name);
            }
        });
        return consumer
            .AddHandler<RightsHandler>(TaskNames.Rights)
            .AddFallback<LabTaskHandler>();
    }

    private static IServiceCollection AddWork(this IServiceCollection services, LaboratoryOptions options)
    {
        services.AddSingleton(provider => new LabQueueLinks(options.Queue, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new LabSite(options.Site));
        services.AddSingleton(new ConsumerName(options.ConsumerId));
        services.AddSingleton(new AuditHeads(options.AuditHeads));
        services.AddSingleton<IWorksheetFilling, SheetFilling>();
        services.AddSingleton<WorkPlanner>();
        services.AddSingleton<WorkPerformer>();
        services.AddSingleton<ChunkRunner>();
        services.AddSingleton<WorkEnd>();
        services.AddSingleton<IBackgroundWork, BackgroundWork>();
        services.AddSingleton<LabTaskHandler>();
        services.AddSingleton<RightsHandler>();
        services.AddSingleton<ITaskProcessor, TaskProcessor>();
        services.AddSingleton<LabReadiness>();
        services.AddSingleton<OutboxRelay>();
        services.AddSingleton<IOutboxSignal>(provider => provider.GetRequiredService<OutboxRelay>());
        services.AddHostedService(provider => provider.GetRequiredService<OutboxRelay>());
        services.AddHostedService<QueueFollower>();
        services.AddHostedService<RegistrationKeeper>();
        services.AddHostedService<AuditSealer>();
        return services;
    }
}
