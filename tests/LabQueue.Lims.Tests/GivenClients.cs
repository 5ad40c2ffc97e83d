using LabQueue.Access;
using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Registry;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;

namespace LabQueue.Lims.Tests;

/// <summary>Clients, contacts and users that tests begin with.</summary>
internal static class GivenClients
{
    /// <summary>The password of all users of tests.</summary>
    public const string Password = "some-word-1";

    // Hashing is slow on purpose; once is enough.
    private static readonly string Hash = PasswordRules.Hash(Password);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes the folders that every laboratory has.</summary>
    public static Task FoundAsync(this Laboratory laboratory) => laboratory.ChangeAsync(async work =>
    {
        await LabFolders.FoundAsync(work, Token);
        return 0;
    });

    /// <summary>A client.</summary>
    public static Task<LabClient> GivenClientAsync(this Laboratory laboratory, string title = "Happy Hills") =>
        laboratory.ChangeAsync(work => LabItems.AddAsync(work, new LabClient { Title = title, ClientID = title[..2] }, Token));

    /// <summary>A contact of a client.</summary>
    public static Task<Contact> GivenContactAsync(this Laboratory laboratory, LabClient client, string name = "Rita") =>
        laboratory.ChangeAsync(work => LabItems.AddAsync(
            work,
            new Contact { Title = $"{name} Mohale", Firstname = name, Surname = "Mohale", EmailAddress = $"{name}@example.org" },
            client,
            Token));

    /// <summary>A user.</summary>
    public static Task<LabUser> GivenUserAsync(this Laboratory laboratory, string username, params string[] roles) =>
        laboratory.ChangeAsync(async work =>
        {
            var user = new LabUser(username, roles) { PasswordHash = Hash, Email = $"{username}@example.org" };
            await LabUsers.PutAsync(work, null, user, "create_user", Token);
            return user;
        });

    /// <summary>A user as it is now.</summary>
    public static Task<LabUser?> FindUserAsync(this Laboratory laboratory, string username) =>
        laboratory.ReadAsync(reader => new LabUsers().FindAsync(reader, username, Token));

    /// <summary>Objects in a client's tree; what they are does not matter.</summary>
    public static Task<IReadOnlyList<Sample>> GivenTreeAsync(this Laboratory laboratory, LabClient client, int count) =>
        laboratory.ChangeAsync<IReadOnlyList<Sample>>(work => Task.FromResult<IReadOnlyList<Sample>>(
            [.. Enumerable.Range(1, count).Select(_ => Add(work, client))]));

    private static Sample Add(LabWork work, LabClient client)
    {
        var uid = LabUid.New(work.Now);
        return work.Add(new Sample
        {
            Uid = uid,
            Id = uid,
            Path = LabPath.Below(client.Path, uid),
            ParentUid = client.Uid,
            ClientUid = client.Uid,
            State = SampleState.Due,
        });
    }
}
