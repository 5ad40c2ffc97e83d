using LabQueue.Engine;
using LabQueue.Host.Commands;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Administration;

/// <summary>Opens the store itself: no server runs on the folder.</summary>
/// <param name="store">The store, which is closed at the end.</param>
/// <param name="lab">The laboratory in the folder, which is closed at the end; null: there is none.</param>
/// <param name="service">What carries requests out on it.</param>
internal sealed class StoreChannel(IQueueStore store, LabHost? lab, AdminService service) : IAdminChannel
{
    /// <inheritdoc/>
    public bool IsRunningServer => false;

    /// <inheritdoc/>
    public async Task<AdminAnswer> SendAsync(AdminRequest request, CancellationToken cancellationToken)
    {
        var answer = await service.HandleAsync(request, cancellationToken);
        return answer.Refusal is null ? answer : throw new CommandFailedException(answer.Refusal);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        service.Dispose();
        if (lab is not null)
        {
            await lab.DisposeAsync();
        }

        await store.DisposeAsync();
    }
}
