using LabQueue.Access;
using LabQueue.Engine;

namespace LabQueue.Host.Demo;

/// <summary>The people of the demo laboratory.</summary>
internal static class DemoUsers
{
    /// <summary>The last one that is made: where it is, the demo is complete.</summary>
    public const string Last = "rita";

    /// <summary>Users and their roles.</summary>
    public static IReadOnlyList<(string Username, string[] Roles)> All { get; } =
    [
        ("labmanager", ["LabManager"]),
        ("analyst1", ["Analyst"]),
        ("analyst2", ["Analyst"]),
        ("verifier1", ["Verifier"]),
        ("clerk1", ["LabClerk"]),
        ("publisher1", ["Publisher"]),
        ("siteadmin", ["Site Administrator"]),
        ("queue_consumer", ["Consumer"]),
        (Last, ["Client"]),
    ];

    /// <summary>Makes those that are missing.</summary>
    public static async Task AddAsync(
        ISiteDirectory directory,
        string site,
        IEnumerable<(string Username, string[] Roles)> users,
        string password,
        Actor by,
        CancellationToken cancellationToken)
    {
        foreach (var (username, roles) in users)
        {
            if (await directory.FindAccountAsync(site, username, cancellationToken) is null)
            {
                var account = new Account(username, PasswordRules.Hash(password), roles, Disabled: false);
                await directory.PutAccountAsync(site, account, by, cancellationToken);
            }
        }
    }
}
