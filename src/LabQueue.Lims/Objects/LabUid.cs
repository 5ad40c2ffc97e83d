namespace LabQueue.Lims.Objects;

/// <summary>Uids of the laboratory's objects (<c>lims-domain</c>, 1.1).</summary>
internal static class LabUid
{
    /// <summary>The site itself.</summary>
    public const string Site = "0";

    private const int ShortLetters = 9;

    /// <summary>Mints one. Later ones sort behind earlier ones, which keeps indexes narrow where they grow.</summary>
    public static string New(DateTimeOffset now) => TaskUid.New(now);

    /// <summary>Letters enough to tell one from another: the last ones, as the first are the time, which many share that were made together.</summary>
    public static string Short(string uid) => uid.Length > ShortLetters ? uid[^ShortLetters..] : uid;

    /// <summary>Whether a text has the form of a uid.</summary>
    public static bool IsUid(string? text) => TaskUid.IsContext(text);
}
