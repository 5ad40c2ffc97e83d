using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LabQueue.Lims.Audit;

/// <summary>How a link of the chain is made: SHA-256 over the link before it and every field of the entry.</summary>
internal static class AuditChain
{
    /// <summary>What stands in front of the first link.</summary>
    public const string Start = "";

    /// <summary>The hash of an entry behind a link.</summary>
    /// <param name="before">Hash of the link before it.</param>
    /// <param name="entry">The entry.</param>
    public static string Hash(string before, AuditEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, before);
        Add(hash, entry.Number);
        Add(hash, entry.Uid);
        Add(hash, entry.Path);
        Add(hash, entry.Action);
        Add(hash, entry.Actor);
        Add(hash, entry.Roles);
        Add(hash, entry.Time);
        Add(hash, entry.Decided);
        Add(hash, entry.Address);
        Add(hash, entry.Comment);
        Add(hash, entry.TaskUid);
        Add(hash, entry.ConsumerId);
        Add(hash, entry.Before);
        Add(hash, entry.After);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // With its length in front, no two lists of texts look the same; -1 tells nothing from an empty text.
    private static void Add(IncrementalHash hash, string? text)
    {
        if (text is null)
        {
            Add(hash, -1);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        Add(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
