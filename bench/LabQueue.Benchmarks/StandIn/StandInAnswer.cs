using System.Buffers;
using System.Globalization;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Benchmarks.StandIn;

/// <summary>Writes taken tasks: what was stored, and the number of the row as their fence.</summary>
internal static class StandInAnswer
{
    /// <summary>One task as an object, or several as <c>items</c>.</summary>
    public static byte[] Write(Statement taken, bool asList)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        buffer.Write(asList ? "{\"items\":["u8 : []);
        var count = 0;
        while (taken.Step())
        {
            buffer.Write(count++ > 0 ? ","u8 : []);
            WriteTask(buffer, taken.Int64(), taken.Utf8());
        }

        buffer.Write(asList ? "]}"u8 : count == 0 ? "{}"u8 : []);
        return buffer.WrittenSpan.ToArray();
    }

    // Behind its opening brace the payload goes on as it was sent.
    private static void WriteTask(ArrayBufferWriter<byte> buffer, long id, ReadOnlySpan<byte> payload)
    {
        buffer.Write("{\"fence\":"u8);
        id.TryFormat(buffer.GetSpan(20), out var length, default, CultureInfo.InvariantCulture);
        buffer.Advance(length);
        buffer.Write(","u8);
        buffer.Write(payload[1..]);
    }
}
