using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Worksheets;

/// <summary>Who sees and who manages worksheets (<c>lims-domain</c>, 2.7 and 6.2).</summary>
internal static class SheetAccess
{
    /// <summary>
    /// Whether a user may look at a worksheet: where the setup keeps worksheets apart, its analyst and those who oversee all.
    /// </summary>
    public static bool MaySee(LabUser user, Worksheet worksheet, Setup setup) =>
        Rights.Allows(user, Permission.View, worksheet, setup)
        && (worksheet.Analyst == user.Username || SeesAll(user, setup));

    /// <summary>Whether worksheets of others are kept from nobody, or not from that user.</summary>
    /// <remarks>Verifiers see them, as results are verified on worksheets, and by somebody else than the analyst.</remarks>
    public static bool SeesAll(LabUser user, Setup setup) =>
        !setup.RestrictWorksheetUsersAccess
        || user.Has(Role.Manager, Role.LabManager, Role.LabClerk, Role.RegulatoryInspector, Role.Verifier);

    /// <summary>Why the user may not put anything on a worksheet; null: the user may. Its analyst needs no other right.</summary>
    public static Refusal? RequireManagement(this LabActions actions, Worksheet worksheet) =>
        MaySee(actions.User, worksheet, actions.Setup)
            ? actions.Require(Permission.ManageWorksheets, worksheet)
            : new Refusal(
                RefusalKind.Forbidden,
                $"{actions.User.Username} may not work on {worksheet.Id}:"
                + $" its analyst is {worksheet.Analyst}, and worksheets are kept apart.");
}
