using System.Globalization;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Registry;

/// <summary>Makes what is neither sample nor worksheet: clients, contacts and setup items, each with the id of its type.</summary>
internal static class LabItems
{
    /// <summary>Keeps a new object in the folder of its type. Its id is taken here, so this comes last in a transaction.</summary>
    /// <exception cref="InvalidOperationException">Objects of this type lie in other objects.</exception>
    public static async Task<T> AddAsync<T>(LabWork work, T value, CancellationToken cancellationToken)
        where T : LabObject
    {
        var path = LabFolders.PathOf(work.Site, value.PortalType)
            ?? throw new InvalidOperationException($"{value.PortalType} lies in no folder of the site.");
        var folder = await work.FindPathAsync(path, cancellationToken)
            ?? throw new InvalidDataException($"The laboratory has no folder {path}.");
        return await AddAsync(work, value, folder, cancellationToken);
    }

    /// <summary>Keeps a new object in another one.</summary>
    public static async Task<T> AddAsync<T>(LabWork work, T value, LabObject parent, CancellationToken cancellationToken)
        where T : LabObject
    {
        var uid = LabUid.New(work.Now);
        var id = await NextIdAsync(work, value.PortalType, cancellationToken);
        return work.Add(value with
        {
            Uid = uid,
            Id = id,
            Path = LabPath.Below(parent.Path, id),
            ParentUid = parent.Uid,

            // A client is part of its own tree: whoever may see the tree sees it.
            ClientUid = value is LabClient ? uid : parent.ClientUid,
        });
    }

    private static async Task<string> NextIdAsync(LabWork work, string portalType, CancellationToken cancellationToken)
    {
        if (portalType == ReferenceSample.Type)
        {
            var number = await work.NextNumberAsync("referencesample-QC", cancellationToken);
            return string.Create(CultureInfo.InvariantCulture, $"QC-{number:000}");
        }

        var name = portalType.ToLowerInvariant();
        var next = await work.NextNumberAsync(name, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{name}-{next}");
    }
}
