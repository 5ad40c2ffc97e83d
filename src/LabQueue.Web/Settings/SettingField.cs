using System.Globalization;

namespace LabQueue.Web.Settings;

/// <summary>A setting of a site's queue as the control panel shows it.</summary>
/// <remarks>
/// The first seven are the original's (<c>lims-domain</c>, 4.6). Which values count is for the queue to say; what stands here leads
/// people to them, and a test holds it to the reference of the settings.
/// </remarks>
/// <param name="Name">As on the wire.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Label">What the form calls it: a key of the texts.</param>
/// <param name="Effect">What it does, in a sentence: a key of the texts.</param>
internal sealed record SettingField(string Name, SettingKind Kind, string Label, string Effect)
{
    /// <summary>The smallest number.</summary>
    public int Least { get; init; }

    /// <summary>The smallest number with trust <c>roles</c>; null: the same.</summary>
    public int? LeastWithRoles { get; init; }

    /// <summary>The largest number.</summary>
    public int Most { get; init; }

    /// <summary>What the number counts: a key of the texts; null: the label says it.</summary>
    public string? Unit { get; init; }

    /// <summary>The value while nobody set another, as text.</summary>
    public string Default { get; init; } = string.Empty;

    /// <summary>The default with trust <c>roles</c>; null: the same.</summary>
    public string? DefaultWithRoles { get; init; }

    /// <summary>The smallest number on a site.</summary>
    public int LeastOn(TrustMode trust) => trust == TrustMode.Roles ? LeastWithRoles ?? Least : Least;

    /// <summary>The default on a site.</summary>
    public string DefaultOn(TrustMode trust) => trust == TrustMode.Roles ? DefaultWithRoles ?? Default : Default;

    /// <summary>Whether a number is one that it takes on a site.</summary>
    public bool Takes(string text, TrustMode trust) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= LeastOn(trust) && number <= Most;
}
