using System.Collections.Frozen;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Store;

/// <summary>Types by their names in the JSON API.</summary>
internal static class LabTypes
{
    private static readonly FrozenDictionary<string, Type> Known = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        [Analysis.Type] = typeof(Analysis),
        [Analysis.DuplicateType] = typeof(Analysis),
        [Analysis.ReferenceType] = typeof(Analysis),
        [AnalysisCategory.Type] = typeof(AnalysisCategory),
        [AnalysisService.Type] = typeof(AnalysisService),
        [LabClient.Type] = typeof(LabClient),
        [Contact.Type] = typeof(Contact),
        [Department.Type] = typeof(Department),
        [Folder.Type] = typeof(Folder),
        [Instrument.Type] = typeof(Instrument),
        [LabContact.Type] = typeof(LabContact),
        [Method.Type] = typeof(Method),
        [ReferenceDefinition.Type] = typeof(ReferenceDefinition),
        [ReferenceSample.Type] = typeof(ReferenceSample),
        [Sample.Type] = typeof(Sample),
        [SampleType.Type] = typeof(SampleType),
        [Setup.Type] = typeof(Setup),
        [Supplier.Type] = typeof(Supplier),
        [Worksheet.Type] = typeof(Worksheet),
        [WorksheetTemplate.Type] = typeof(WorksheetTemplate),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Spelled =
        Known.Keys.ToFrozenDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The record of a type.</summary>
    public static Type Of(string portalType) => Known[portalType];

    /// <summary>The names whose objects are of a record; three of them for <see cref="Analysis"/>.</summary>
    public static IReadOnlyList<string> NamesOf(Type record) =>
        [.. Known.Where(known => record.IsAssignableFrom(known.Value)).Select(known => known.Key)];

    /// <summary>The name as it is spelled, for one of any case; null where there is no such type.</summary>
    public static string? Find(string name) => Spelled.GetValueOrDefault(name);
}
