using System.Security.Cryptography;
using System.Text;

namespace LabQueue.Storage.Postgres;

/// <summary>Numbers made of texts that are too long for an index.</summary>
internal static class TextKey
{
    private const int Bytes = 16;

    /// <summary>The number of a text. 128 bits of a hash: two texts in one database share one no sooner than by a wonder.</summary>
    public static Guid Of(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Bytes));

    /// <summary>The number of a task's lane; null for a task that keeps nobody waiting.</summary>
    public static Guid? OfLane(QueueTask task) => TaskLane.Key(task) is { } key ? Of(key) : null;

    /// <summary>The number of what unique tasks share. The length keeps the two texts apart.</summary>
    public static Guid OfTwin(string contextUid, string name) => Of($"{contextUid.Length}:{contextUid}{name}");
}
