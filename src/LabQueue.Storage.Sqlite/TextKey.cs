using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LabQueue.Storage.Sqlite;

/// <summary>Short numbers for texts, the same in every process.</summary>
internal static class TextKey
{
    /// <summary>The first 64 bits of the text's SHA-256. Texts may share them.</summary>
    public static long Short(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return MemoryMarshal.Read<long>(hash);
    }
}
