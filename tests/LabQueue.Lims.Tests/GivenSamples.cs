using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Tests;

/// <summary>Samples, worksheets and users for tests, and the way users do transitions with them.</summary>
internal static class GivenSamples
{
    /// <summary>Runs the laboratory.</summary>
    public static LabUser Manager { get; } = new("labmanager", [Role.LabManager]);

    /// <summary>Enters results.</summary>
    public static LabUser Analyst { get; } = new("analyst1", [Role.Analyst]);

    /// <summary>Verifies.</summary>
    public static LabUser Verifier { get; } = new("verifier1", [Role.Verifier]);

    /// <summary>Registers and receives.</summary>
    public static LabUser Clerk { get; } = new("clerk1", [Role.LabClerk]);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>Keeps an object.</summary>
    public static Task<T> AddAsync<T>(this Laboratory laboratory, T value)
        where T : LabObject =>
        laboratory.ChangeAsync(work => Task.FromResult(work.Add(value)));

    /// <summary>The setup, with what a test says about it.</summary>
    public static Task<Setup> GivenSetupAsync(this Laboratory laboratory, Func<Setup, Setup>? change = null) =>
        laboratory.ChangeAsync(async work =>
        {
            var setup = await work.SetupAsync(None);
            change ??= same => same;
            return setup.Version > 0
                ? work.Put(change(setup))
                : work.Add(change(setup with { Id = "bika_setup", Path = LabPath.Setup(work.Site) }));
        });

    /// <summary>A service, of that keyword; the one that is there, if there is one.</summary>
    public static async Task<AnalysisService> GivenServiceAsync(
        this Laboratory laboratory, string keyword, Func<AnalysisService, AnalysisService>? change = null)
    {
        var path = $"/{Laboratory.Site}/bika_setup/bika_analysisservices/{keyword}";
        return await laboratory.ReadAsync(reader => reader.FindPathAsync(path, None)) as AnalysisService
            ?? await laboratory.AddAsync((change ?? (same => same))(
                new AnalysisService { Id = keyword, Path = path, Title = keyword, Keyword = keyword }));
    }

    /// <summary>A client, by its id; the one that is there, if there is one.</summary>
    public static async Task<LabClient> GivenClientOfSamplesAsync(this Laboratory laboratory, string id = "client-1")
    {
        var path = $"/{Laboratory.Site}/clients/{id}";
        if (await laboratory.ReadAsync(reader => reader.FindPathAsync(path, None)) is LabClient found)
        {
            return found;
        }

        var uid = LabUid.New(laboratory.Time.GetUtcNow());
        return await laboratory.AddAsync(new LabClient { Uid = uid, ClientUid = uid, Id = id, Path = path, Title = id });
    }

    /// <summary>A sample of client-1 with analyses, received unless it is due, and these analyses in order.</summary>
    public static async Task<(Sample Sample, IReadOnlyList<Analysis> Analyses)> GivenSampleAsync(
        this Laboratory laboratory, string id, string[] keywords, string state = SampleState.Received, Func<Sample, Sample>? change = null)
    {
        var client = await laboratory.GivenClientOfSamplesAsync();
        var services = new List<AnalysisService>();
        foreach (var keyword in keywords)
        {
            services.Add(await laboratory.GivenServiceAsync(keyword));
        }

        return await laboratory.ChangeAsync(work =>
        {
            var now = laboratory.Time.GetUtcNow();
            var sample = work.Add((change ?? (same => same))(new Sample
            {
                Id = id,
                Path = $"{client.Path}/{id}",
                ParentUid = client.Uid,
                ClientUid = client.Uid,
                Title = id,
                State = state,
                DateSampled = now,
                DateReceived = state is SampleState.Due ? null : now,
            }));
            var analysis = state == SampleState.Due ? AnalysisState.Registered : AnalysisState.Unassigned;
            return Task.FromResult((sample, (IReadOnlyList<Analysis>)
            [
                .. services.Select(service => work.Add(AnalysisOf(sample, service) with { State = analysis })),
            ]));
        });
    }

    /// <summary>An open worksheet with these analyses, one slot for each sample.</summary>
    public static Task<Worksheet> GivenWorksheetAsync(
        this Laboratory laboratory, string id, IReadOnlyList<Analysis> analyses, string analyst = "analyst1") =>
        laboratory.ChangeAsync(async work =>
        {
            var actions = await LabActions.BeginAsync(work, Manager, None);
            var worksheet = work.Add(new Worksheet
            {
                Id = id,
                Path = $"/{Laboratory.Site}/worksheets/{id}",
                Title = id,
                State = WorksheetState.Open,
                Analyst = analyst,
            });
            string[] containers = [.. analyses.Select(analysis => analysis.Container).Distinct()];
            foreach (var analysis in await work.FindAsync<Analysis>([.. analyses.Select(analysis => analysis.Uid)], None))
            {
                var position = Array.IndexOf(containers, analysis.Container) + 1;
                var slot = new Slot(worksheet.Uid, position, await actions.NextOrdinalAsync(worksheet.Uid, None));
                actions.Move(analysis with { Slot = slot, Analyst = analyst }, TransitionId.Assign, AnalysisState.Assigned);
            }

            return worksheet;
        });

    /// <summary>A duplicate of an analysis on its worksheet, in the slot behind.</summary>
    public static Task<Analysis> GivenDuplicateAsync(
        this Laboratory laboratory, Analysis source, Func<Analysis, Analysis>? change = null) =>
        laboratory.ChangeAsync(async work =>
        {
            var actions = await LabActions.BeginAsync(work, Manager, None);
            var found = await work.GetAsync<Analysis>(source.Uid, None);
            var worksheet = await work.GetAsync<Worksheet>(found.Slot!.WorksheetUid, None);
            var ordinal = await actions.NextOrdinalAsync(worksheet.Uid, None);
            return work.Add((change ?? (same => same))(found with
            {
                Uid = string.Empty,
                Kind = AnalysisKind.Duplicate,
                Path = $"{worksheet.Path}/{found.Keyword}",
                Id = found.Keyword,
                ParentUid = worksheet.Uid,
                Source = found.Uid,
                State = AnalysisState.Assigned,
                Result = string.Empty,
                History = [],
                Slot = found.Slot with { Position = found.Slot.Position + 100, Ordinal = ordinal },
            }));
        });

    /// <summary>Enters results as they are, past all rules.</summary>
    public static Task GivenResultsAsync(this Laboratory laboratory, IEnumerable<string> uids, string result = "7.5") =>
        laboratory.ChangeAsync(async work =>
        {
            foreach (var analysis in await work.FindAsync<Analysis>([.. uids], None))
            {
                work.Put(analysis with { Result = result });
            }

            return 0;
        });

    /// <summary>What a user's transitions of these objects were refused by; empty: all were done. Promotes and commits.</summary>
    public static Task<IReadOnlyList<Refusal>> DoAsync(
        this Laboratory laboratory, LabUser user, string action, params IReadOnlyList<string> uids) =>
        laboratory.ChangeAsync(
            async work =>
            {
                var actions = await LabActions.BeginAsync(work, user, None);
                var refusals = new List<Refusal>();
                foreach (var uid in uids)
                {
                    if (await actions.DoAsync(uid, action, null, None) is { } refusal)
                    {
                        refusals.Add(refusal);
                    }
                }

                await actions.PromoteAsync(None);
                return (IReadOnlyList<Refusal>)refusals;
            },
            laboratory.By(user.Username));

    /// <summary>Transitions that are offered to a user now.</summary>
    public static Task<IReadOnlyList<string>> AllowedAsync(this Laboratory laboratory, LabUser user, string uid) =>
        laboratory.ChangeAsync(async work => await (await LabActions.BeginAsync(work, user, None)).AllowedAsync(uid, None));

    /// <summary>The state of an object; null where there is none any more.</summary>
    public static async Task<string?> StateAsync(this Laboratory laboratory, LabObject value) =>
        (await laboratory.FindAsync<LabObject>(value.Uid))?.State;

    private static Analysis AnalysisOf(Sample sample, AnalysisService service) => new()
    {
        Id = service.Keyword,
        Path = $"{sample.Path}/{service.Keyword}",
        ParentUid = sample.Uid,
        ClientUid = sample.ClientUid,
        Title = service.Title,
        Container = sample.Uid,
        ContainerId = sample.Id,
        ContainerCreated = sample.Created,
        AnalysisService = service.Uid,
        Keyword = service.Keyword,
        PointOfCapture = service.PointOfCapture,
        NumberOfRequiredVerifications = service.NumberOfRequiredVerifications,
        SelfVerification = service.SelfVerification,
    };
}
