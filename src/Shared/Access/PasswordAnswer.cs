namespace LabQueue.Access;

/// <summary>What became of a password that was sent.</summary>
/// <param name="IsRight">It is the user's.</param>
/// <param name="SecondsToWait">It was not looked at, because there were too many wrong ones; 0: it was.</param>
/// <param name="IsBusy">It was not looked at, because too many wait for that.</param>
internal readonly record struct PasswordAnswer(bool IsRight, int SecondsToWait = 0, bool IsBusy = false);
