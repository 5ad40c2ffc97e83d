using LabQueue.Access;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;
using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using LabQueue.Lims.Workflow;

namespace LabQueue.Host.Demo;

/// <summary>Fills an empty laboratory with something to try. What is there already is left alone.</summary>
/// <param name="store">The laboratory's records.</param>
/// <param name="site">Its site.</param>
internal sealed class DemoLaboratory(LabStore store, string site)
{
    /// <summary>How many received samples it has.</summary>
    public const int Samples = 300;

    private const int AtOnce = 50;

    private static readonly string[][] Services = [["Cu", "Fe", "Zn"], ["Ca", "Mg", "Pb"]];
    private static readonly string[] Fullnames = ["Lab Manager", "Ana Lyst", "Anatol Lyst", "Vera Fier", "Clark Clerk", "Paula Blish", "Sid Admin"];

    private readonly LabUsers _users = new();

    /// <summary>Fills it; does nothing where that has been done before.</summary>
    /// <exception cref="OptionException">The laboratory is in use.</exception>
    public async Task FillAsync(string password, CancellationToken cancellationToken)
    {
        if (await HasAsync(DemoUsers.Last, cancellationToken))
        {
            return;
        }

        await RequireEmptyAsync(cancellationToken);

        // A crash from here on leaves a part; the next start with --demo goes on, and the last user marks the end.
        var hash = PasswordRules.Hash(password);
        await ChangeAsync(FirstStart.Admin, work => AddUsersAsync(work, hash, isLast: false, cancellationToken), cancellationToken);
        await ChangeAsync("labmanager", work => DemoSetup.AddAsync(work, cancellationToken), cancellationToken);
        while (await RegisterAsync(cancellationToken))
        {
        }

        await ChangeAsync(FirstStart.Admin, work => AddUsersAsync(work, hash, isLast: true, cancellationToken), cancellationToken);
    }

    /// <summary>Whether that is the password of the demo's users, as far as the first of them tells.</summary>
    public async Task<bool> IsPasswordAsync(string password, CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site, cancellationToken);
        return await _users.FindAsync(reader, DemoUsers.All[0].Username, cancellationToken) is { } user
            && PasswordRules.IsRight(user.PasswordHash, password);
    }

    private async Task<bool> HasAsync(string username, CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site, cancellationToken);
        return await _users.FindAsync(reader, username, cancellationToken) is not null;
    }

    private async Task RequireEmptyAsync(CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site, cancellationToken);
        var users = await LabUsers.AllAsync(reader, cancellationToken);
        var isBegun = users.Any(user => user.Username == DemoUsers.All[0].Username);
        var isInUse = users.Any(user => user.Username != FirstStart.Admin)
            || await reader.CountAsync(new LabQuery { Types = [LabClient.Type] }, cancellationToken) > 0;
        if (isInUse && !isBegun)
        {
            throw new OptionException(
                $"LabQueue:Demo (--demo) is for an empty data folder, and site '{site}' is in use; "
                + "start without it, or name another folder with --data.");
        }
    }

    private async Task<int> AddUsersAsync(LabWork work, string hash, bool isLast, CancellationToken cancellationToken)
    {
        foreach (var (place, (username, roles)) in DemoUsers.All.Index())
        {
            if ((username == DemoUsers.Last) == isLast && await _users.FindAsync(work, username, cancellationToken) is null)
            {
                var user = new LabUser(username, roles)
                {
                    PasswordHash = hash,
                    Fullname = place < Fullnames.Length ? Fullnames[place] : string.Empty,
                    Email = $"{username}@demo.example",
                };
                await LabUsers.PutAsync(work, null, user, "create_user", cancellationToken);
            }
        }

        return 0;
    }

    // Each part is registered and received in one transaction, so their number says how far an earlier start got.
    private Task<bool> RegisterAsync(CancellationToken cancellationToken) => ChangeAsync(
        "clerk1",
        async work =>
        {
            var present = (int)await work.CountAsync(new LabQuery { Types = [Sample.Type] }, cancellationToken);
            var clerk = (await _users.FindAsync(work, "clerk1", cancellationToken))!;
            var actions = await LabActions.BeginAsync(work, clerk, cancellationToken);
            var registration = new SampleRegistration(actions);
            var contacts = await work.ListAsync<Contact>(new LabQuery { Sort = LabSort.Created, Limit = 10 }, cancellationToken);
            var water = (await work.ListAsync<SampleType>(new LabQuery { Limit = 1 }, cancellationToken))[0];
            for (var number = present; number < Math.Min(Samples, present + AtOnce); number++)
            {
                await RegisterAsync(actions, registration, contacts[number % contacts.Count], water, number, cancellationToken);
            }

            await actions.PromoteAsync(cancellationToken);
            return present + AtOnce < Samples;
        },
        cancellationToken);

    private static async Task RegisterAsync(
        LabActions actions, SampleRegistration registration, Contact contact, SampleType type, int number, CancellationToken cancellationToken)
    {
        var wanted = new NewSample(contact.ClientUid!, type.Uid, Services[number % Services.Length])
        {
            Contact = contact.Uid,
            DateSampled = actions.Work.Now.AddHours(-4),
            ClientSampleID = $"Well {number + 1}",
            Priority = number % 25 == 0 ? 1 : 3,
        };
        var (sample, refusal) = await registration.RegisterAsync(wanted, cancellationToken);
        refusal ??= await actions.DoAsync(sample!.Uid, TransitionId.Receive, null, cancellationToken);
        if (refusal is not null)
        {
            throw new InvalidOperationException($"The demo cannot be made: {refusal.Message}");
        }
    }

    private Task<T> ChangeAsync<T>(string username, Func<LabWork, Task<T>> change, CancellationToken cancellationToken) => store.ChangeAsync(
        site, new Origin(username, store.Time.GetUtcNow().TruncateToMicroseconds(), null, "demo"), change, cancellationToken);
}
