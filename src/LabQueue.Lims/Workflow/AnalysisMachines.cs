using LabQueue.Lims.Access;
using static LabQueue.Lims.Objects.AnalysisState;

namespace LabQueue.Lims.Workflow;

/// <summary>State machines of analyses (<c>lims-domain</c>, 2.1, 2.4 and 2.5).</summary>
internal static class AnalysisMachines
{
    private const string LeavesSheet = "its duplicates on the worksheet go";
    private const string Submits = "a result is there, and the sample was received (in the field: taken)";
    private const string Verifies = "the rules of verification allow it";

    /// <summary>One test on one sample.</summary>
    public static StateMachine Routine { get; } = new(
        "analysis",
        "Analysis",
        [Registered, Unassigned],
        [Registered, Unassigned, Assigned, ToBeVerified, Verified, Published, Retracted, Rejected, Cancelled],
        [
            new(TransitionId.Initialize, "Initialize", [Registered], [Unassigned]) { IsAutomatic = true, Note = "its sample is received" },
            new(TransitionId.Assign, "Assign", [Unassigned], [Assigned])
            {
                Permissions = [Permission.AssignAnalysis],
                HasOwnForm = true,
                Note = "its sample was received; it is on no worksheet",
            },
            new(TransitionId.Unassign, "Unassign", [Assigned], [Unassigned])
            {
                Permissions = [Permission.UnassignAnalysis],
                Note = LeavesSheet,
            },
            new(TransitionId.Unassign, "Unassign", [Retracted, Rejected, Cancelled], [])
            {
                Permissions = [Permission.UnassignAnalysis],
                Note = "it is still on a worksheet and leaves it; " + LeavesSheet,
            },
            new(TransitionId.Submit, "Submit", [Registered, Unassigned, Assigned], [ToBeVerified])
            {
                Permissions = [Permission.EditResults, Permission.EditFieldResults],
                Note = Submits + "; which of the permissions counts, its point of capture says",
            },
            new(TransitionId.MultiVerify, "Verify", [ToBeVerified], [])
            {
                Permissions = [Permission.Verify],
                Note = "more than one verification remains; " + Verifies,
            },
            new(TransitionId.Verify, "Verify", [ToBeVerified], [Verified])
            {
                Permissions = [Permission.Verify],
                Note = "one verification remains; " + Verifies,
            },
            new(TransitionId.Retest, "Retest", [ToBeVerified], [Verified])
            {
                Permissions = [Permission.Retest],
                Note = "it could be verified; a retest without result takes its place beside it",
            },
            new(TransitionId.Retract, "Retract", [ToBeVerified], [Retracted])
            {
                Permissions = [Permission.Retract],
                Note = "a retest without result takes its place beside it",
            },
            new(TransitionId.Reject, "Reject", [Unassigned, Assigned, ToBeVerified], [Rejected])
            {
                Permissions = [Permission.RejectAnalysis],
                Note = "it leaves its worksheet; " + LeavesSheet,
            },
            new(TransitionId.Reject, "Reject", [Registered], [Rejected]) { IsAutomatic = true, Note = "its sample is rejected" },
            new(TransitionId.Publish, "Publish", [Verified], [Published]) { IsAutomatic = true, Note = "its sample is published" },
            new(TransitionId.Cancel, "Cancel", [Registered, Unassigned], [Cancelled]) { IsAutomatic = true, Note = "its sample is cancelled" },
            new(TransitionId.Reinstate, "Reinstate", [Cancelled], [Registered, Unassigned])
            {
                IsAutomatic = true,
                Note = "its sample is reinstated; registered where that was never received",
            },
        ]);

    /// <summary>Repeat of a routine analysis.</summary>
    public static StateMachine Duplicate { get; } = OfQuality(
        "duplicateanalysis", "Duplicate analysis", "a copy with its result takes its place beside it and its id");

    /// <summary>Blank or control.</summary>
    public static StateMachine Reference { get; } = OfQuality(
        "referenceanalysis", "Reference analysis", "a copy with its result takes its place beside it");

    private static StateMachine OfQuality(string id, string title, string retracts) => new(
        id,
        title,
        [Assigned],
        [Assigned, ToBeVerified, Verified, Retracted],
        [
            new(TransitionId.Unassign, "Remove", [Assigned, ToBeVerified, Verified], [])
            {
                Permissions = [Permission.Delete],
                Deletes = true,
                Note = "also when what it repeats leaves the worksheet",
            },
            new(TransitionId.Submit, "Submit", [Assigned], [ToBeVerified]) { Permissions = [Permission.EditResults], Note = "a result is there" },
            new(TransitionId.MultiVerify, "Verify", [ToBeVerified], [])
            {
                Permissions = [Permission.Verify],
                Note = "more than one verification remains; " + Verifies,
            },
            new(TransitionId.Verify, "Verify", [ToBeVerified], [Verified])
            {
                Permissions = [Permission.Verify],
                Note = "one verification remains; " + Verifies,
            },
            new(TransitionId.Retract, "Retract", [ToBeVerified], [Retracted]) { Permissions = [Permission.Retract], Note = retracts },
        ]);
}
