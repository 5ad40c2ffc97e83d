using System.Text.Json.Nodes;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Api;

/// <summary>Which user a contact is.</summary>
internal static class ContactRoutes
{
    /// <summary>Links a user that there is.</summary>
    public static Task<JsonObject> LinkAsync(LabCall call)
    {
        var username = call.Object.Require("username");
        return ChangeAsync(call, gives: true, (work, contact) =>
            call.Services.Links.LinkAsync(work, call.User, contact, username, call.Aborted));
    }

    /// <summary>Makes a user and links it.</summary>
    public static Task<JsonObject> CreateLoginAsync(LabCall call)
    {
        var (username, password) = (call.Object.Require("username"), call.Object.Text("password") ?? string.Empty);
        return ChangeAsync(call, gives: true, (work, contact) =>
            call.Services.Links.CreateLoginAsync(work, call.User, contact, username, password, call.Aborted));
    }

    /// <summary>Ends the link.</summary>
    public static Task<JsonObject> UnlinkAsync(LabCall call)
    {
        var expected = call.Object.Text("username");
        return ChangeAsync(call, gives: false, (work, contact) => UnlinkAsync(call, work, contact, expected));
    }

    private static Task<Refusal?> UnlinkAsync(LabCall call, LabWork work, Person contact, string? expected) =>
        expected is null || contact.Username == expected
            ? Clients.ContactLinks.UnlinkAsync(work, call.User, contact, call.Aborted)
            : Task.FromResult<Refusal?>(new Refusal(
                RefusalKind.NotNow, $"{contact.Title} is not linked to the user {expected}."));

    private static async Task<JsonObject> ChangeAsync(LabCall call, bool gives, Func<LabWork, Person, Task<Refusal?>> change)
    {
        var uid = call.Values["uid"];
        await call.ReadAsync(async reader =>
        {
            var visibility = await Visibility.OfAsync(reader, call.User, call.Aborted);
            return await visibility.GetAsync<Person>(reader, uid, call.Aborted);
        });
        var (taskUid, refusal) = await call.Services.Rights.ChangeAsync(
            call.Site, uid, call.User, call.Origin(), gives, change, call.Aborted);
        return await WorkRoutes.AnswerAsync(call, new WorkAnswer(taskUid, 0, [uid], []) { Refusal = refusal }, [uid]);
    }
}
