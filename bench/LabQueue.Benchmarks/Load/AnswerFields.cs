using System.Buffers.Text;

namespace LabQueue.Benchmarks.Load;

/// <summary>Finds the few fields of an answer that a consumer needs.</summary>
internal static class AnswerFields
{
    /// <summary>Letters of a uid.</summary>
    public const int UidLength = 32;

    /// <summary>The name of a consumer.</summary>
    public static string Consumer(int number) => string.Create(null, $"http://10.0.0.{number:000}:8080/senaite");

    /// <summary>The first task's uid; empty where there is no task.</summary>
    public static ReadOnlySpan<byte> TaskUid(ReadOnlySpan<byte> body)
    {
        var at = body.IndexOf("\"task_uid\":"u8);
        if (at < 0)
        {
            return [];
        }

        body = body[(at + "\"task_uid\":".Length)..].TrimStart((byte)' ');
        return body.Slice(1, UidLength);
    }

    /// <summary>A number of the first task, such as its fence.</summary>
    public static long Number(ReadOnlySpan<byte> body, ReadOnlySpan<byte> field)
    {
        body = body[(body.IndexOf(field) + field.Length)..].TrimStart((byte)' ');
        return Utf8Parser.TryParse(body, out long number, out _)
            ? number
            : throw new InvalidDataException("An answer lacks a number.");
    }
}
