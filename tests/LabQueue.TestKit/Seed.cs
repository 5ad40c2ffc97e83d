using System.Globalization;
using System.Security.Cryptography;

namespace LabQueue.TestKit;

/// <summary>Where the random tests begin, and how far they go.</summary>
/// <remarks>
/// The quick set always draws the same values, so that a build never fails by chance. The long set
/// (<c>LABQUEUE_LONG=1</c>) draws new ones each time. <c>LABQUEUE_SEED</c> repeats a run; failures print the seed.
/// </remarks>
public static class Seed
{
    private const ulong Quick = 20_231_114;

    /// <summary>Whether the long tests are to run.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("LABQUEUE_LONG") == "1";

    /// <summary>The seed of this run.</summary>
    public static ulong Value { get; } =
        ulong.TryParse(Environment.GetEnvironmentVariable("LABQUEUE_SEED"), CultureInfo.InvariantCulture, out var given) ? given
        : IsLong ? (ulong)RandomNumberGenerator.GetInt32(int.MaxValue)
        : Quick;
}
