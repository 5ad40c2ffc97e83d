using LabQueue.Lims.Access;
using LabQueue.Web.Access;

namespace LabQueue.Lims.Users;

/// <summary>Who sends a request.</summary>
/// <param name="User">The user; null: nobody that is known.</param>
/// <param name="Session">The session that says so; null: something else does.</param>
/// <param name="SecondsToWait">There were too many wrong passwords; 0: there were not.</param>
/// <param name="IsBusy">Too many passwords wait to be checked.</param>
/// <param name="IsForeignPage">A page of another site made the browser send the password that it remembers.</param>
internal sealed record SignInAnswer(
    LabUser? User, Session? Session = null, int SecondsToWait = 0, bool IsBusy = false, bool IsForeignPage = false)
{
    /// <summary>Nobody.</summary>
    public static SignInAnswer Nobody { get; } = new((LabUser?)null);
}
