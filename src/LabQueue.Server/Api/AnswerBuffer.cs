using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace LabQueue.Server.Api;

/// <summary>Where an answer is written before it is sent: a growing buffer and its JSON writer, both used again.</summary>
internal sealed class AnswerBuffer : IBufferWriter<byte>, IResettable
{
    private const int FirstSize = 4 * 1024;
    private const int LargestKept = 256 * 1024;

    private static readonly ObjectPool<AnswerBuffer> Pool = ObjectPool.Create<AnswerBuffer>();

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _length;

    public AnswerBuffer() => Writer = new Utf8JsonWriter(this, QueueJson.WriterOptions);

    /// <summary>Writes to this buffer.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>What has been written; the writer must have been flushed.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Bytes written so far, those not flushed yet included.</summary>
    public long Length => _length + Writer.BytesPending;

    public static AnswerBuffer Rent() => Pool.Get();

    public static void Return(AnswerBuffer buffer) => Pool.Return(buffer);

    /// <summary>Forgets what has been written and sent; the writer stays inside the object that it is in.</summary>
    public void Clear() => _length = 0;

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsSpan(_length);
    }

    /// <inheritdoc/>
    public bool TryReset()
    {
        _length = 0;
        Writer.Reset();
        if (_bytes.Length > LargestKept)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
        }

        return true;
    }

    private void MakeRoom(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 256);
        if (needed <= _bytes.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
