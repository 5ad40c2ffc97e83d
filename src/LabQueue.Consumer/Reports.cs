namespace LabQueue.Consumer;

/// <summary>Makes reports that a server takes whatever they say.</summary>
internal static class Reports
{
    /// <summary>The run failed; the message is for whoever looks at the failed task.</summary>
    public static TaskReport Fail(QueueTask task, string message) => new(ReportKind.Fail, task.TaskUid)
    {
        ErrorMessage = JsonText.FromString(Shorten(message, QueueLimits.ErrorLength)!),
    };

    /// <summary>The beginning of a text, without half a character at its end.</summary>
    public static string? Shorten(string? text, int length)
    {
        if (text is null || text.Length <= length)
        {
            return text;
        }

        const string more = "…";
        var end = length - more.Length;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), more);
    }
}
