using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Tests.Api;

/// <summary>Somebody of each kind who may ask the API: a user of each role, contacts of clients, and nobody.</summary>
internal static class People
{
    /// <summary>A contact, linked to the client whose objects the tests use.</summary>
    public const string Own = Role.Owner;

    /// <summary>A contact, linked to another client.</summary>
    public const string Stranger = "Stranger";

    /// <summary>A user without roles whose contact is not linked.</summary>
    public const string Unlinked = "Unlinked";

    /// <summary>Who sends no name at all.</summary>
    public const string Anonymous = "Anonymous";

    /// <summary>Roles of those who work in the laboratory.</summary>
    public static IReadOnlyList<string> Laboratory { get; } =
    [
        Role.Manager, Role.LabManager, Role.LabClerk, Role.Analyst, Role.Verifier, Role.Publisher, Role.Sampler,
        Role.SamplingCoordinator, Role.Preserver, Role.RegulatoryInspector,
    ];

    /// <summary>Roles of users that work elsewhere, or not at all.</summary>
    public static IReadOnlyList<string> Outside { get; } = [Role.SiteAdministrator, Role.Client, Own, Stranger, Unlinked];

    /// <summary>Everybody who can sign in and is no program.</summary>
    public static IReadOnlyList<string> SignedIn { get; } = [.. Laboratory, .. Outside];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. SignedIn, Role.Consumer, Anonymous];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The name that somebody signs in with; null: nobody does.</summary>
    public static string? NameOf(string who) =>
        who == Anonymous ? null : $"the-{who.ToLowerInvariant().Replace(' ', '-')}";

    /// <summary>Those whom a cell of a table names: roles, <c>Laboratory</c>, <c>Outside</c>, <c>SignedIn</c>, and <c>-Role</c> for none of it.</summary>
    public static IReadOnlySet<string> Parse(string cell)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in cell.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word[0] == '-')
            {
                found.ExceptWith(Expand(word[1..]));
            }
            else
            {
                found.UnionWith(Expand(word));
            }
        }

        return found;
    }

    /// <summary>Makes a user for each of them, and links two to contacts.</summary>
    public static async Task ArriveAsync(LabServer server, LabClient own, LabClient other)
    {
        foreach (var who in All.Where(who => who != Anonymous))
        {
            string[] roles = who is Own or Stranger or Unlinked ? [] : [who];
            await server.Laboratory.GivenUserAsync(NameOf(who)!, roles);
        }

        foreach (var (who, client) in ((string, LabClient)[])[(Own, own), (Stranger, other)])
        {
            var contact = await server.Laboratory.GivenContactAsync(client, who);
            (await server.PostAsync("labmanager", $"contact/{contact.Uid}/link", new JsonObject { ["username"] = NameOf(who) })).ShouldBe(200);
        }
    }

    private static IEnumerable<string> Expand(string word) => word switch
    {
        nameof(Laboratory) => Laboratory,
        nameof(Outside) => Outside,
        nameof(SignedIn) => SignedIn,
        nameof(All) => All,
        "SiteAdministrator" => [Role.SiteAdministrator],
        _ when All.Contains(word, StringComparer.Ordinal) => [word],
        _ => throw new InvalidDataException($"Nobody is called {word}."),
    };
}
