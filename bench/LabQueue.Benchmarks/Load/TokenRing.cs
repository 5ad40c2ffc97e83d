using System.Text;

namespace LabQueue.Benchmarks.Load;

/// <summary>Tokens made ahead, each with an IV of its own: a client makes a new one for each call.</summary>
internal sealed class TokenRing(string key, string username)
{
    private const int Count = 2_048;
    private const long RenewAfterMilliseconds = 10 * 60 * 1_000;

    // A server refuses tokens that are good for more than an hour.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private byte[][] _tokens = Make(key, username);
    private long _made = Environment.TickCount64;
    private int _next;

    /// <summary>Letters of a token, at most.</summary>
    public int Length { get; } = Make(key, username)[0].Length;

    /// <summary>Writes the next token to a place of <see cref="Length"/> letters.</summary>
    public void Stamp(Span<byte> target)
    {
        if (Environment.TickCount64 - Volatile.Read(ref _made) > RenewAfterMilliseconds)
        {
            Renew();
        }

        var token = _tokens[(uint)Interlocked.Increment(ref _next) % Count];
        token.CopyTo(target);
        target[token.Length..].Fill((byte)' ');
    }

    private static byte[][] Make(string key, string username)
    {
        // Whole seconds: all tokens have the same length.
        var later = DateTimeOffset.FromUnixTimeSeconds((TimeProvider.System.GetUtcNow() + Ahead).ToUnixTimeSeconds());
        return [.. Enumerable.Range(0, Count).Select(_ => Encoding.ASCII.GetBytes(FernetToken.Create(key, username, later)))];
    }

    private void Renew()
    {
        lock (_gate)
        {
            if (Environment.TickCount64 - _made > RenewAfterMilliseconds)
            {
                _tokens = Make(key, username);
                Volatile.Write(ref _made, Environment.TickCount64);
            }
        }
    }
}
