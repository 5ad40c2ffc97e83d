namespace LabQueue.Web.Settings;

/// <summary>What the values of a setting are.</summary>
internal enum SettingKind
{
    /// <summary>A whole number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>An address with scheme, host and path, or nothing.</summary>
    Address,

    /// <summary>Names, one in a line, best first.</summary>
    Names,
}
