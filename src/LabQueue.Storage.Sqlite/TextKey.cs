using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LabQueue.Storage.Sqlite;

/// <summary>Short numbers for long texts: the beginning of their SHA-256, so that they are the same in every process.</summary>
internal static class TextKey
{
    /// <summary>128 bits of one text. No two texts of a queue share them.</summary>
    public static UInt128 Of(string text) => Of(text, string.Empty);

    /// <summary>128 bits of two texts, in that order.</summary>
    public static UInt128 Of(string first, string second)
    {
        // The two are told apart by the length of the first.
        var length = first.Length + second.Length + 2;
        char[]? rented = null;
        var texts = length <= 256 ? stackalloc char[256] : (rented = ArrayPool<char>.Shared.Rent(length));
        texts[0] = (char)first.Length;
        texts[1] = (char)(first.Length >> 16);
        first.CopyTo(texts[2..]);
        second.CopyTo(texts[(2 + first.Length)..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(texts[..length]), hash);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return MemoryMarshal.Read<UInt128>(hash);
    }

    /// <summary>64 bits of one text. Texts may share them.</summary>
    public static long Short(string text) => (long)(ulong)Of(text);
}
