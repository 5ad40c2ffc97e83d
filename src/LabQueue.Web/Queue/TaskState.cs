namespace LabQueue.Web.Queue;

/// <summary>How a task's state is drawn: a colour, an icon and a word, everywhere the same.</summary>
/// <param name="Style">Class of the colour.</param>
/// <param name="Icon">The icon.</param>
/// <param name="Word">The word, in the language of who looks.</param>
internal sealed record TaskState(string Style, string Icon, string Word);
