using System.Globalization;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Samples;

/// <summary>Ids of samples: the prefix of their type and a number of its own, such as <c>W-0001</c> (<c>lims-domain</c>, 1.1).</summary>
internal static class SampleIds
{
    /// <summary>Takes the next id. Comes last in a transaction, since other samples of the type wait from then on.</summary>
    public static async Task<string> NextAsync(LabWork work, SampleType type, CancellationToken cancellationToken) =>
        Form(type.Prefix, await work.NextNumberAsync($"analysisrequest-{type.Prefix}", cancellationToken));

    /// <summary>The id with that number: four digits at least.</summary>
    public static string Form(string prefix, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number:0000}");
}
