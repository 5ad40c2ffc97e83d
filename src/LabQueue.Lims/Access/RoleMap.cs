using System.Collections.Frozen;

namespace LabQueue.Lims.Access;

/// <summary>Permissions and the roles that hold them. A permission without roles is nobody's.</summary>
internal sealed class RoleMap
{
    private readonly FrozenDictionary<string, IReadOnlyList<string>> _roles;

    /// <summary>A map of these.</summary>
    public RoleMap(params IEnumerable<(string Permission, IReadOnlyList<string> Roles)> rows) =>
        _roles = rows.ToFrozenDictionary(row => row.Permission, row => row.Roles, StringComparer.Ordinal);

    /// <summary>A map that says nothing.</summary>
    public static RoleMap Empty { get; } = new();

    /// <summary>Permissions that it says something about.</summary>
    public IEnumerable<string> Permissions => _roles.Keys;

    /// <summary>The roles of a permission; null where the map says nothing about it.</summary>
    public IReadOnlyList<string>? Find(string permission) => _roles.GetValueOrDefault(permission);

    /// <summary>This map with these rows instead of its own.</summary>
    public RoleMap With(params IEnumerable<(string Permission, IReadOnlyList<string> Roles)> rows)
    {
        var all = _roles.ToDictionary(row => row.Key, row => row.Value, StringComparer.Ordinal);
        foreach (var (permission, roles) in rows)
        {
            all[permission] = roles;
        }

        return new RoleMap(all.Select(row => (row.Key, row.Value)));
    }
}
