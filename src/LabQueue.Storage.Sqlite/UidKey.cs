using System.Runtime.InteropServices;
using System.Text;

namespace LabQueue.Storage.Sqlite;

/// <summary>A task's uid as the 32 bytes that its letters are, which take a third of the room of the text.</summary>
/// <param name="First">The first 16 letters.</param>
/// <param name="Last">The last 16 letters.</param>
internal readonly record struct UidKey(UInt128 First, UInt128 Last)
{
    /// <summary>The key of a uid; null for a text that is none.</summary>
    public static UidKey? Of(string uid)
    {
        Span<byte> letters = stackalloc byte[TaskUid.Length];
        return uid.Length == TaskUid.Length && Ascii.IsValid(uid) && Encoding.ASCII.GetBytes(uid, letters) == TaskUid.Length
            ? MemoryMarshal.Read<UidKey>(letters)
            : null;
    }
}
