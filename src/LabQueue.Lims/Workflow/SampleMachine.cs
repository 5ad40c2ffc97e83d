using LabQueue.Lims.Access;
using static LabQueue.Lims.Objects.SampleState;

namespace LabQueue.Lims.Workflow;

/// <summary>State machine of samples (<c>lims-domain</c>, 2.8).</summary>
internal static class SampleMachine
{
    /// <summary>A sample.</summary>
    public static StateMachine Sample { get; } = new(
        "sample",
        "Sample",
        [Pending, Due, Received],
        [Pending, Due, Received, ToBeVerified, Verified, Published, Cancelled, Rejected],
        [
            new(TransitionId.Complete, "Complete", [Pending], [Due, Received])
            {
                IsAutomatic = true,
                Note = "its analyses are made; received where the setup receives samples at once",
            },
            new(TransitionId.Receive, "Receive", [Due], [Received])
            {
                Permissions = [Permission.ReceiveSample],
                Note = "its date of sampling is known; its analyses are initialised",
            },
            new(TransitionId.Submit, "Submit", [Due, Received], [ToBeVerified]) { IsAutomatic = true, Note = "all results are submitted" },
            new(TransitionId.Verify, "Verify", [ToBeVerified], [Verified])
            {
                Permissions = [Permission.Verify],
                Note = "all results are verified; by itself where the setup verifies samples with their last analysis",
            },
            new(TransitionId.RollbackToReceive, "Roll back", [ToBeVerified, Verified], [Due, Received])
            {
                IsAutomatic = true,
                Note = "it has analyses without results again, or none that count; due where it was never received",
            },
            new(TransitionId.Retract, "Retract", [ToBeVerified], [Received])
            {
                Permissions = [Permission.Retract],
                Note = "its analyses that are to be verified are retracted",
            },
            new(TransitionId.Publish, "Publish", [Verified], [Published])
            {
                Permissions = [Permission.PublishResults],
                Note = "it is not for internal use; its analyses are published",
            },
            new(TransitionId.Cancel, "Cancel", [Pending, Due, Received], [Cancelled])
            {
                Permissions = [Permission.CancelSample],
                Note = "none of its analyses is on a worksheet or has results; they are cancelled",
            },
            new(TransitionId.Reinstate, "Reinstate", [Cancelled], [Pending, Due, Received])
            {
                Permissions = [Permission.CancelSample],
                Note = "to the state before; its analyses are reinstated",
            },
            new(TransitionId.Reject, "Reject", [Due, Received, ToBeVerified], [Rejected])
            {
                Permissions = [Permission.RejectSample],
                Note = "the setup names reasons for rejections; its analyses are rejected",
            },
        ]);
}
