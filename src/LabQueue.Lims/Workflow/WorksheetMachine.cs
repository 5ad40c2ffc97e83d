using LabQueue.Lims.Access;
using static LabQueue.Lims.Objects.WorksheetState;

namespace LabQueue.Lims.Workflow;

/// <summary>State machine of worksheets (<c>lims-domain</c>, 2.7).</summary>
internal static class WorksheetMachine
{
    /// <summary>A worksheet.</summary>
    public static StateMachine Worksheet { get; } = new(
        "worksheet",
        "Worksheet",
        [Open],
        [Open, ToBeVerified, Verified],
        [
            new(TransitionId.Submit, "Submit", [Open], [ToBeVerified]) { IsAutomatic = true, Note = "all results are submitted" },
            new(TransitionId.Verify, "Verify", [ToBeVerified], [Verified]) { IsAutomatic = true, Note = "all results are verified" },
            new(TransitionId.RollbackToOpen, "Roll back", [ToBeVerified], [Open])
            {
                IsAutomatic = true,
                Note = "it has analyses without results again, or none that count",
            },
            new(TransitionId.Retract, "Retract", [ToBeVerified], [Open])
            {
                Permissions = [Permission.Retract],
                Note = "all its results are to be verified; they are retracted",
            },
            new(TransitionId.Remove, "Remove", [Open], [])
            {
                Permissions = [Permission.RemoveWorksheet],
                Deletes = true,
                Note = "it has no analyses",
            },
        ]);
}
