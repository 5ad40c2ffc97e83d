using System.Buffers;

namespace LabQueue.Server.Api;

/// <summary>Room for the bodies of requests, used again.</summary>
/// <remarks>The framework's pool keeps an array of each size for every thread: of large ones that is too much to hold at rest.</remarks>
internal static class BodyPool
{
    private const int LargestShared = 64 * 1024;
    private const int LargeOnesKept = 2;

    private static readonly ArrayPool<byte> Large = ArrayPool<byte>.Create(QueueLimits.BodyBytes, LargeOnesKept);

    /// <summary>Room for at least that many bytes.</summary>
    public static byte[] Rent(int length) => PoolOf(length).Rent(length);

    /// <summary>Gives it back.</summary>
    public static void Return(byte[] bytes) => PoolOf(bytes.Length).Return(bytes);

    private static ArrayPool<byte> PoolOf(int length) => length > LargestShared ? Large : ArrayPool<byte>.Shared;
}
