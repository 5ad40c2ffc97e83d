using LabQueue.Lims.Access;
using LabQueue.Lims.Background;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Pages;

/// <summary>What the laboratory's pages work with.</summary>
/// <param name="Store">The laboratory's records.</param>
/// <param name="Users">Its users.</param>
/// <param name="Work">Does what is asked for many objects.</param>
/// <param name="Links">The ways to the queues.</param>
internal sealed record LabPageServices(LabStore Store, ILabUsers Users, IBackgroundWork Work, LabQueueLinks Links);
