namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>Where an open page puts a slot that it is told of.</summary>
internal enum SlotPlace
{
    /// <summary>The page is drawn with it.</summary>
    Drawn,

    /// <summary>Its rows come below those that the page has of the slot.</summary>
    Below,

    /// <summary>It takes the place of the same slot, which was empty.</summary>
    Instead,

    /// <summary>It comes behind all slots.</summary>
    Last,
}
