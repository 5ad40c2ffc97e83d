using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Tests;

/// <summary>What the registration of samples needs, and registrations as users do them.</summary>
internal static class GivenRegistration
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>The sample type water, whose samples are <c>W-0001</c> and so on.</summary>
    public static Task<SampleType> GivenWaterAsync(this Laboratory laboratory) => laboratory.AddAsync(new SampleType
    {
        Id = "sampletype-1",
        Path = $"/{Laboratory.Site}/setup/sampletypes/sampletype-1",
        Title = "Water",
        Prefix = "W",
    });

    /// <summary>A water sample of client-1 that somebody wants to be registered, for Cu and Fe where nothing else is said.</summary>
    public static async Task<NewSample> GivenWantedAsync(this Laboratory laboratory, params string[] services)
    {
        var client = await laboratory.GivenClientOfSamplesAsync();
        var type = await laboratory.GivenWaterAsync();
        var contact = await laboratory.GivenContactAsync(client);
        await laboratory.GivenServiceAsync("Cu");
        await laboratory.GivenServiceAsync("Fe");
        return new NewSample(client.Uid, type.Uid, services.Length > 0 ? services : ["Cu", "Fe"])
        {
            Contact = contact.Uid,
            DateSampled = laboratory.Time.GetUtcNow(),
        };
    }

    /// <summary>Changes something with a user's rights, promotes and commits.</summary>
    public static Task<T> ActAsync<T>(this Laboratory laboratory, LabUser user, Func<LabActions, Task<T>> act) =>
        laboratory.ChangeAsync(
            async work =>
            {
                var actions = await LabActions.BeginAsync(work, user, None);
                var result = await act(actions);
                await actions.PromoteAsync(None);
                return result;
            },
            laboratory.By(user.Username));

    /// <summary>Registers a sample at once.</summary>
    public static Task<(Sample? Sample, Refusal? Refusal)> RegisterAsync(
        this Laboratory laboratory, LabUser user, NewSample wanted) =>
        laboratory.ActAsync(user, actions => new SampleRegistration(actions).RegisterAsync(wanted, None));

    /// <summary>The routine analyses of a sample, in order.</summary>
    public static Task<IReadOnlyList<Analysis>> AnalysesOfAsync(this Laboratory laboratory, Sample sample) =>
        laboratory.ReadAsync(reader => reader.ListAsync<Analysis>(
            new() { Types = [Analysis.Type], ContainerUid = sample.Uid }, None));
}
