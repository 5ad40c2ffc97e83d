using LabQueue.Lims.Access;
using LabQueue.Lims.Background;
using LabQueue.Lims.Clients;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using LabQueue.Web.Access;

namespace LabQueue.Lims.Api;

/// <summary>What the routes work with.</summary>
/// <param name="Store">The laboratory's records.</param>
/// <param name="Users">Its users.</param>
/// <param name="Sites">The sites that are here.</param>
/// <param name="SignIn">Finds out who calls.</param>
/// <param name="Cookie">Keeps browsers signed in.</param>
/// <param name="Links">Says which user a contact is.</param>
/// <param name="Rights">Has the rights follow.</param>
/// <param name="Work">Does what is asked for many objects.</param>
/// <param name="Processor">Runs tasks for consumers of the original kind.</param>
internal sealed record LabApiServices(
    LabStore Store,
    ILabUsers Users,
    ILabSites Sites,
    SignIn SignIn,
    SessionCookie Cookie,
    ContactLinks Links,
    ContactRights Rights,
    IBackgroundWork Work,
    ITaskProcessor Processor);
