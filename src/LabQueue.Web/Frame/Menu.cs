namespace LabQueue.Web.Frame;

/// <summary>The menus of the frame.</summary>
internal enum Menu
{
    /// <summary>The bar on top of every page.</summary>
    Main,

    /// <summary>The menu under the user's name.</summary>
    User,

    /// <summary>Setup: what the laboratory works with.</summary>
    Setup,

    /// <summary>Setup, section <i>Add-on Configuration</i>.</summary>
    AddOns,
}
