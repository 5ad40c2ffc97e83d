using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LabQueue;

/// <summary>The token by which a caller is known: a Fernet token, version 0x80, over <c>EXPIRY:USERNAME</c>.</summary>
/// <remarks>
/// <para>Layout: version, time stamp (8 bytes), IV (16), AES-128-CBC with PKCS7, HMAC-SHA256 over all of it (32); as
/// url-safe base64. A key is 32 bytes as url-safe base64: the first half signs, the second half encrypts.</para>
/// <para><c>wire-protocol</c>, section 2.</para>
/// </remarks>
public static class FernetToken
{
    /// <summary>The header that carries the token.</summary>
    public const string Header = "X-Queue-Auth-Token";

    private const byte Version = 0x80;
    private const int KeyLength = 32;
    private const int BlockLength = 16;
    private const int SignatureLength = 32;
    private const int PrefixLength = 1 + sizeof(long) + BlockLength;

    // A token of any user name that the server takes is far below that; what is longer is not worth decoding.
    private const int LongestToken = 4_096;

    /// <summary>How long a token that <see cref="Create"/> makes is good for.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Makes a key of 32 random bytes: 44 characters.</summary>
    public static string NewKey() => Encode(RandomNumberGenerator.GetBytes(KeyLength));

    /// <summary>Whether the text is a key: 32 bytes as url-safe base64.</summary>
    public static bool IsKey([NotNullWhen(true)] string? key)
    {
        Span<byte> bytes = stackalloc byte[KeyLength];
        return TryReadKey(key, bytes);
    }

    /// <summary>Makes the token of a user, good for <see cref="Lifetime"/> from now on.</summary>
    /// <exception cref="ArgumentException">The key is no key.</exception>
    public static string Create(string key, string username, DateTimeOffset now) =>
        Encrypt(key, string.Create(CultureInfo.InvariantCulture, $"{(now + Lifetime).ToSeconds()}:{username}"), now);

    /// <summary>Encrypts a text.</summary>
    /// <param name="key">32 bytes as url-safe base64.</param>
    /// <param name="text">The text.</param>
    /// <param name="now">The time stamp, which no server of ours looks at.</param>
    /// <exception cref="ArgumentException">The key is no key.</exception>
    public static string Encrypt(string key, string text, DateTimeOffset now)
    {
        Span<byte> keys = stackalloc byte[KeyLength];
        if (!TryReadKey(key, keys))
        {
            throw new ArgumentException("A key is 32 bytes as url-safe base64.", nameof(key));
        }

        using var aes = Aes.Create();
        aes.SetKey(keys[BlockLength..]);
        var plain = Encoding.UTF8.GetBytes(text);
        var token = new byte[PrefixLength + aes.GetCiphertextLengthCbc(plain.Length) + SignatureLength];
        var signed = token.AsSpan(0, token.Length - SignatureLength);
        token[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(signed[1..], now.ToUnixTimeSeconds());
        var iv = signed.Slice(PrefixLength - BlockLength, BlockLength);
        RandomNumberGenerator.Fill(iv);
        aes.EncryptCbc(plain, iv, signed[PrefixLength..]);
        HMACSHA256.HashData(keys[..BlockLength], signed, token.AsSpan(signed.Length));
        return Encode(token);
    }

    /// <summary>Decrypts a token. Whether its text means anybody is for the caller to judge.</summary>
    /// <param name="key">32 bytes as url-safe base64.</param>
    /// <param name="token">What was sent.</param>
    /// <param name="text">The text that was encrypted.</param>
    /// <returns>False where the token was made with another key, or is damaged, or the key is no key.</returns>
    public static bool TryDecrypt(string key, string token, [NotNullWhen(true)] out string? text)
    {
        text = null;
        Span<byte> keys = stackalloc byte[KeyLength];
        if (token is null || token.Length > LongestToken || !TryReadKey(key, keys))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[LongestToken];
        if (!TryDecode(token, bytes, out var length))
        {
            return false;
        }

        bytes = bytes[..length];
        var encrypted = length - PrefixLength - SignatureLength;
        if (encrypted < BlockLength || encrypted % BlockLength != 0 || bytes[0] != Version)
        {
            return false;
        }

        Span<byte> signature = stackalloc byte[SignatureLength];
        var signed = bytes[..^SignatureLength];
        HMACSHA256.HashData(keys[..BlockLength], signed, signature);
        if (!CryptographicOperations.FixedTimeEquals(signature, bytes[^SignatureLength..]))
        {
            return false;
        }

        return TryDecryptSigned(keys[BlockLength..], signed, out text);
    }

    private static bool TryDecryptSigned(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> signed, [NotNullWhen(true)] out string? text)
    {
        Span<byte> plain = stackalloc byte[LongestToken];
        using var aes = Aes.Create();
        aes.SetKey(key);
        var iv = signed.Slice(PrefixLength - BlockLength, BlockLength);
        try
        {
            var length = aes.DecryptCbc(signed[PrefixLength..], iv, plain);
            text = Encoding.UTF8.GetString(plain[..length]);
            return true;
        }
        catch (CryptographicException)
        {
            // Well signed, badly padded: made by a program that holds the key and does not know the format.
            text = null;
            return false;
        }
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = Base64Url.EncodeToString(bytes);
        return text.PadRight((text.Length + 3) / 4 * 4, '=');
    }

    private static bool TryReadKey([NotNullWhen(true)] string? key, Span<byte> bytes) =>
        key is not null && TryDecode(key, bytes, out var length) && length == KeyLength;

    private static bool TryDecode(string text, Span<byte> bytes, out int length)
    {
        length = 0;
        return Base64Url.IsValid(text, out var needed)
            && needed <= bytes.Length
            && Base64Url.TryDecodeFromChars(text, bytes, out length);
    }
}
