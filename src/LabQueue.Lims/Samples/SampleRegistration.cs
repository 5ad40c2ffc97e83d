using LabQueue.Lims.Access;
using LabQueue.Lims.Analyses;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Samples;

/// <summary>Registers samples (<c>lims-domain</c>, 2.8): at once, or a placeholder now and its analyses in the background.</summary>
/// <param name="actions">The transaction, and whose rights count.</param>
internal sealed class SampleRegistration(LabActions actions)
{
    private readonly ServiceCatalog _catalog = new(actions.Work);

    private LabWork Work => actions.Work;

    /// <summary>Registers a sample with its analyses.</summary>
    /// <returns>The sample, or why it cannot be registered.</returns>
    public async Task<(Sample? Sample, Refusal? Refusal)> RegisterAsync(NewSample wanted, CancellationToken cancellationToken)
    {
        var (client, services, refusal) = await CheckAsync(wanted, cancellationToken);
        if (client is null)
        {
            return (null, refusal);
        }

        var placeholder = PlaceholderOf(wanted, client, services);
        var type = await Work.GetAsync<SampleType>(wanted.SampleType, cancellationToken);
        var registered = AsRegistered(placeholder, await SampleIds.NextAsync(Work, type, cancellationToken), client);
        var sample = Work.Add(registered);
        AddAnalyses(sample, services, client);
        return (sample, null);
    }

    /// <summary>Keeps a sample whose analyses are made later. Its uid is final; its id is that uid, until it takes a number.</summary>
    /// <returns>The sample, or why it cannot be registered.</returns>
    public async Task<(Sample? Sample, Refusal? Refusal)> ReserveAsync(NewSample wanted, CancellationToken cancellationToken)
    {
        var (client, services, refusal) = await CheckAsync(wanted, cancellationToken);
        return client is null ? (null, refusal) : (Work.Add(PlaceholderOf(wanted, client, services)), null);
    }

    /// <summary>Makes the analyses of a sample that was kept by <see cref="ReserveAsync"/>, and gives it its id.</summary>
    /// <returns>Null: done. Else why not; nothing has changed.</returns>
    public async Task<Refusal?> CompleteAsync(string uid, CancellationToken cancellationToken)
    {
        if (await Work.FindAsync<Sample>(uid, cancellationToken) is not { } sample)
        {
            return new Refusal(RefusalKind.NotFound, $"There is no sample {uid}.");
        }

        if (sample.State != SampleState.Pending)
        {
            return new Refusal(RefusalKind.NotNow, $"{sample.Id} is {Words.OfState(sample.State)}, not waiting to be registered.");
        }

        var client = await Work.GetAsync<LabClient>(sample.ParentUid, cancellationToken);
        var refusal = CheckClient(client) ?? await actions.CheckPendingAsync(sample, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var (services, missing) = await _catalog.FindAsync(sample.PendingServices, cancellationToken);
        if (missing is not null)
        {
            return missing;
        }

        var type = await Work.GetAsync<SampleType>(sample.SampleType ?? string.Empty, cancellationToken);
        var after = AsRegistered(sample, await SampleIds.NextAsync(Work, type, cancellationToken), client);
        var registered = actions.Move(after with { History = sample.History }, TransitionId.Complete, after.State);
        AddAnalyses(registered, services, client);
        return null;
    }

    private async Task<(LabClient? Client, IReadOnlyList<AnalysisService> Services, Refusal? Refusal)> CheckAsync(
        NewSample wanted, CancellationToken cancellationToken)
    {
        var client = await Work.FindAsync<LabClient>(wanted.ClientUid, cancellationToken);
        var refusal = client is null
            ? Invalid($"There is no client {wanted.ClientUid}.")
            : CheckClient(client) ?? await CheckFieldsAsync(wanted, client, cancellationToken);
        if (refusal is not null)
        {
            return (null, [], refusal);
        }

        var (services, missing) = await _catalog.FindAsync(wanted.Services, cancellationToken);
        return missing is null ? (client, services, null) : (null, [], missing);
    }

    private Refusal? CheckClient(LabClient client) =>
        actions.Require(Permission.AddSample, client)
        ?? (client.State == ActiveState.Active
            ? null
            : new Refusal(RefusalKind.NotNow, $"The client {client.Title} is not active; no samples are registered for it."));

    private async Task<Refusal?> CheckFieldsAsync(NewSample wanted, LabClient client, CancellationToken cancellationToken)
    {
        if (await Work.FindAsync<SampleType>(wanted.SampleType, cancellationToken) is not { State: ActiveState.Active })
        {
            return Invalid($"There is no sample type {wanted.SampleType} in use.");
        }

        if (ContactOf(wanted, client) is not { } uid)
        {
            return Invalid($"Say which contact of {client.Title} sent the sample.");
        }

        if (await Work.FindAsync<Contact>(uid, cancellationToken) is not { State: ActiveState.Active } contact
            || contact.ClientUid != client.Uid)
        {
            return Invalid($"{client.Title} has no contact {uid} in use.");
        }

        if (wanted.Priority is < 1 or > 5)
        {
            return Invalid($"A sample's priority is 1 to 5, not {wanted.Priority}.");
        }

        return wanted.Services.Count == 0 ? Invalid("Say at least one service that the sample is to be analysed for.") : null;
    }

    private string? ContactOf(NewSample wanted, LabClient client) =>
        wanted.Contact ?? (actions.User.ClientUid == client.Uid ? actions.User.LinkedContactUid : null);

    private Sample PlaceholderOf(NewSample wanted, LabClient client, IReadOnlyList<AnalysisService> services)
    {
        var uid = LabUid.New(Work.Now);
        return new Sample
        {
            Uid = uid,
            Id = uid,
            Path = LabPath.Below(client.Path, uid),
            ParentUid = client.Uid,
            ClientUid = client.Uid,
            Title = uid,
            State = SampleState.Pending,
            Creator = Work.Origin.Username,
            Created = Work.Now,
            Contact = ContactOf(wanted, client),
            SampleType = wanted.SampleType,
            DateSampled = wanted.DateSampled?.TruncateToMicroseconds(),
            ClientOrderNumber = wanted.ClientOrderNumber,
            ClientReference = wanted.ClientReference,
            ClientSampleID = wanted.ClientSampleID,
            Priority = wanted.Priority,
            Remarks = wanted.Remarks,
            InternalUse = wanted.InternalUse,
            PendingServices = [.. services.Select(service => service.Uid)],
            Specification = [.. wanted.Specification],
        };
    }

    private Sample AsRegistered(Sample sample, string id, LabClient client)
    {
        var due = sample with
        {
            Id = id,
            Path = LabPath.Below(client.Path, id),
            Title = id,
            State = SampleState.Due,
            PendingServices = [],
        };
        var isReceived = actions.Setup.AutoreceiveSamples && due.DateSampled is not null
            && Rights.Allows(actions.User, Permission.ReceiveSample, due, actions.Setup);
        return isReceived
            ? due with
            {
                State = SampleState.Received,
                DateReceived = Work.Now,
                History = [.. due.History, actions.EventOf(TransitionId.Receive, SampleState.Received)],
            }
            : due;
    }

    private void AddAnalyses(Sample sample, IReadOnlyList<AnalysisService> services, LabClient client)
    {
        var taken = new List<string>();
        foreach (var service in services)
        {
            var id = AnalysisIds.Next(service.Keyword, taken);
            taken.Add(id);
            Work.Add(NewAnalysis.Of(sample, service, id, client.BulkDiscount, actions.Setup, Work.Now));
        }
    }

    private static Refusal Invalid(string message) => new(RefusalKind.Invalid, message);
}
