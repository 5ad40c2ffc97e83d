using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LabQueue.Engine;

/// <summary>Tells whether a report is the one that was carried out before, without keeping what it said.</summary>
public static class ReportDigest
{
    /// <summary>
    /// The number of a report's kind where it says no more than that; else the beginning of a hash of all that it says. The
    /// same in every process, because it is kept.
    /// </summary>
    public static long Of(TaskReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.ErrorMessage is null && report.Processed.Count == 0)
        {
            return (long)report.Kind;
        }

        using var said = new MemoryStream();
        using var writer = new BinaryWriter(said, Encoding.UTF8);
        writer.Write((byte)report.Kind);
        writer.Write(report.ErrorMessage?.Raw ?? string.Empty);
        foreach (var item in report.Processed)
        {
            writer.Write(item.Uid);
            writer.Write((byte)item.Outcome);
            writer.Write(item.Message is not null);
            writer.Write(item.Message ?? string.Empty);
        }

        writer.Flush();
        var hash = SHA256.HashData(said.GetBuffer().AsSpan(0, (int)said.Length));
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
