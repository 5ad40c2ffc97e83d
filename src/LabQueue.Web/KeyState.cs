using System.Security.Cryptography;
using System.Text;

namespace LabQueue.Web;

/// <summary>Which keys of a site are good.</summary>
/// <param name="Present">The present one. Secret: shown to nobody but who made it.</param>
/// <param name="HasOld">Whether the one before is still good.</param>
/// <param name="OldKeysEnd">When that ends by itself; null: when a person retires it.</param>
internal sealed record KeyState(string Present, bool HasOld, DateTimeOffset? OldKeysEnd)
{
    private const int Letters = 12;

    /// <summary>By what people tell keys apart without seeing them.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Present)))[..Letters];
}
