namespace LabQueue.Lims.Store;

/// <summary>Addresses of the folders that every laboratory has (<c>lims-domain</c>, 1.1).</summary>
internal static class LabPath
{
    /// <summary>Where clients lie.</summary>
    public static string Clients(string site) => $"/{site}/clients";

    /// <summary>Where worksheets lie.</summary>
    public static string Worksheets(string site) => $"/{site}/worksheets";

    /// <summary>The settings, and most setup folders below them.</summary>
    public static string Setup(string site) => $"/{site}/bika_setup";

    /// <summary>An object's address below that of its parent.</summary>
    public static string Below(string parentPath, string id) => $"{parentPath}/{id}";
}
