namespace LabQueue.Lims.Background;

/// <summary>Work that is no transition of an object by itself.</summary>
internal static class WorkAction
{
    /// <summary>Puts analyses on a worksheet.</summary>
    public const string Assign = "assign";

    /// <summary>Fills a worksheet as a template says.</summary>
    public const string ApplyTemplate = "apply_template";

    /// <summary>Makes the analyses of samples that were registered in the background, and gives these their ids.</summary>
    public const string Register = "register";

    /// <summary>Lets a contact's user see its client's tree.</summary>
    public const string Grant = "grant";

    /// <summary>Takes the records of a right away that was taken away already.</summary>
    public const string Revoke = "revoke";
}
