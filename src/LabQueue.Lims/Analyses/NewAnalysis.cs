using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Analyses;

/// <summary>Makes analyses. What they take from their service is a copy: a later change of the service leaves them alone.</summary>
internal static class NewAnalysis
{
    /// <summary>An analysis of a sample; unassigned where the sample was received, else registered.</summary>
    /// <param name="sample">The sample, with its id.</param>
    /// <param name="service">What to analyse for.</param>
    /// <param name="id">See <see cref="AnalysisIds"/>.</param>
    /// <param name="isBulk">Whether the client pays the bulk price.</param>
    /// <param name="setup">The laboratory's settings.</param>
    /// <param name="now">The time.</param>
    public static Analysis Of(Sample sample, AnalysisService service, string id, bool isBulk, Setup setup, DateTimeOffset now)
    {
        var range = sample.Specification.FirstOrDefault(row => row.Service == service.Uid);
        var added = new Analysis
        {
            Kind = AnalysisKind.Routine,
            Id = id,
            Path = LabPath.Below(sample.Path, id),
            ParentUid = sample.Uid,
            ClientUid = sample.ClientUid,
            State = AnalysisState.Registered,
            Container = sample.Uid,
            ContainerId = sample.Id,
            ContainerCreated = sample.Created,
            Priority = sample.Priority,
            PointOfCapture = service.PointOfCapture,
            DuplicateVariation = service.DuplicateVariation,
            Min = range is null ? service.Min : range.Min,
            Max = range is null ? service.Max : range.Max,
            Price = isBulk ? service.BulkPrice : service.Price,
            MaxTimeAllowed = service.MaxTimeAllowed,
        }.For(service);
        return sample.DateReceived is null
            ? added
            : added with { State = AnalysisState.Unassigned, DueDate = DueDate(added, setup, now) };
    }

    /// <summary>An analysis with what each kind takes from its service.</summary>
    public static Analysis For(this Analysis analysis, AnalysisService service) => analysis with
    {
        AnalysisService = service.Uid,
        Title = service.Title,
        Keyword = service.Keyword,
        Unit = service.Unit,
        Method = service.Method,
        Instrument = service.Instrument,
        AllowedMethods = service.Methods,
        AllowedInstruments = service.Instruments,
        NumberOfRequiredVerifications = service.NumberOfRequiredVerifications,
        SelfVerification = service.SelfVerification,
    };

    /// <summary>When the result of an analysis is due whose sample is there from that time on.</summary>
    public static DateTimeOffset DueDate(Analysis analysis, Setup setup, DateTimeOffset received) =>
        received.AddMinutes(analysis.MaxTimeAllowed is > 0 and var minutes ? minutes : setup.DefaultTurnaroundTime);
}
