using System.Text.Json;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Store;

/// <summary>An object as the database has it.</summary>
internal sealed record LabRow
{
    /// <summary>Columns of <see cref="LabObject"/>; see there.</summary>
    public string Uid { get; init; } = string.Empty;

    public string PortalType { get; init; } = string.Empty;

    public string Id { get; init; } = string.Empty;

    public string Path { get; init; } = string.Empty;

    public string ParentUid { get; init; } = string.Empty;

    public string? ClientUid { get; init; }

    public string State { get; init; } = string.Empty;

    public string Creator { get; init; } = string.Empty;

    public long Created { get; init; }

    public long Modified { get; init; }

    public long Version { get; init; }

    public string Body { get; init; } = string.Empty;

    /// <summary>The slot's columns; null for what lies in none.</summary>
    public string? WorksheetUid { get; init; }

    public int? Position { get; init; }

    public long? Ordinal { get; init; }

    /// <summary>The object.</summary>
    public LabObject ToObject()
    {
        var read = (LabObject)(JsonSerializer.Deserialize(Body, LabTypes.Of(PortalType), LabJson.Options)
            ?? throw new InvalidDataException($"The object {Uid} has no content."));
        var known = read with
        {
            Uid = Uid,
            Id = Id,
            Path = Path,
            ParentUid = ParentUid,
            ClientUid = ClientUid,
            State = State,
            Creator = Creator,
            Created = UnixTime.FromMicroseconds(Created),
            Modified = UnixTime.FromMicroseconds(Modified),
            Version = Version,
        };
        return known is Analysis analysis && WorksheetUid is not null
            ? analysis with { Slot = new Slot(WorksheetUid, Position.GetValueOrDefault(), Ordinal.GetValueOrDefault()) }
            : known;
    }
}
