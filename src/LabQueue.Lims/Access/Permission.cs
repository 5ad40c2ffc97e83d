namespace LabQueue.Lims.Access;

/// <summary>Permissions by name (<c>lims-domain</c>, 2.1 to 2.9 and 6.2). Who has one, <see cref="Rights"/> says.</summary>
internal static class Permission
{
    /// <summary>To see that it is there.</summary>
    public const string View = "View";

    /// <summary>To change fields that no other permission is about.</summary>
    public const string Modify = "Modify portal content";

    /// <summary>To make something below it.</summary>
    public const string Add = "Add portal content";

    /// <summary>To remove it.</summary>
    public const string Delete = "Delete objects";

    /// <summary>To make a client.</summary>
    public const string AddClient = "Add Client";

    /// <summary>To register a sample.</summary>
    public const string AddSample = "Add Sample";

    /// <summary>To add an analysis to a sample.</summary>
    public const string AddAnalysis = "Add Analysis";

    /// <summary>To make services, types, categories, departments, instruments, methods, lab contacts, templates.</summary>
    public const string AddSetupItem = "Add Setup Item";

    /// <summary>To make a reference definition.</summary>
    public const string AddReferenceDefinition = "Add ReferenceDefinition";

    /// <summary>To make a worksheet.</summary>
    public const string AddWorksheet = "Add Worksheet";

    /// <summary>To put analyses on worksheets and to change their header.</summary>
    public const string ManageWorksheets = "Manage Worksheets";

    /// <summary>To change a worksheet's fields.</summary>
    public const string EditWorksheet = "Edit Worksheet";

    /// <summary>To remove an empty worksheet.</summary>
    public const string RemoveWorksheet = "Remove Worksheet";

    /// <summary>To give a worksheet up.</summary>
    public const string RejectWorksheet = "Reject Worksheet";

    /// <summary>To take a sample in.</summary>
    public const string ReceiveSample = "Receive Sample";

    /// <summary>To cancel a sample, and to take that back.</summary>
    public const string CancelSample = "Cancel Sample";

    /// <summary>To reject a sample.</summary>
    public const string RejectSample = "Reject Sample";

    /// <summary>To change a sample's header.</summary>
    public const string EditSampleFields = "Edit Sample Fields";

    /// <summary>To put an analysis on a worksheet.</summary>
    public const string AssignAnalysis = "Assign Analysis";

    /// <summary>To take an analysis off its worksheet.</summary>
    public const string UnassignAnalysis = "Unassign Analysis";

    /// <summary>To submit results that are measured in the laboratory.</summary>
    public const string EditResults = "Edit Results";

    /// <summary>To submit results that are measured where the sample is taken.</summary>
    public const string EditFieldResults = "Edit Field Results";

    /// <summary>To enter a result.</summary>
    public const string FieldEditResult = "Field: Edit Analysis Result";

    /// <summary>To write notes on an analysis.</summary>
    public const string FieldEditRemarks = "Field: Edit Analysis Remarks";

    /// <summary>To hide an analysis from the client.</summary>
    public const string FieldEditHidden = "Field: Edit Analysis Hidden";

    /// <summary>To take a result back.</summary>
    public const string Retract = "Retract";

    /// <summary>To verify a result and have it measured again.</summary>
    public const string Retest = "Retest";

    /// <summary>To give an analysis up.</summary>
    public const string RejectAnalysis = "Reject Analysis";

    /// <summary>To verify.</summary>
    public const string Verify = "Verify";

    /// <summary>To publish.</summary>
    public const string PublishResults = "Publish Results";

    /// <summary>To declare published results wrong.</summary>
    public const string Invalidate = "Invalidate";

    /// <summary>To see results.</summary>
    public const string ViewResults = "View Results";

    /// <summary>To see what was retracted.</summary>
    public const string ViewRetracted = "View Retracted Analyses";

    /// <summary>Setup, queue monitor and queue settings.</summary>
    public const string ManageBika = "Manage Bika";

    /// <summary>To link users to contacts, and to make log-ins.</summary>
    public const string ManageLoginDetails = "Manage Login Details";

    /// <summary>To read the audit trail.</summary>
    public const string ViewLog = "View Log Tab";

    /// <summary>To work on samples as a whole.</summary>
    public const string ManageSamples = "Manage Analysis Requests";

    /// <summary>To keep reference samples.</summary>
    public const string ManageReference = "Manage Reference";

    /// <summary>To take in use again.</summary>
    public const string Activate = "Activate";

    /// <summary>To take out of use.</summary>
    public const string Deactivate = "Deactivate";
}
