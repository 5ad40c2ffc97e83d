namespace LabQueue.Lims.Pages.Items;

/// <summary>How a field of a form is filled in.</summary>
internal enum FieldKind
{
    /// <summary>A line.</summary>
    Text,

    /// <summary>Several lines.</summary>
    LongText,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>Day and time.</summary>
    Moment,

    /// <summary>One of a few values.</summary>
    Choice,

    /// <summary>Another object, or none.</summary>
    Reference,

    /// <summary>Any number of other objects.</summary>
    References,

    /// <summary>What a reference sample should show, by service.</summary>
    Results,

    /// <summary>The positions of a worksheet template.</summary>
    Layout,
}
