using Microsoft.AspNetCore.Http;

namespace LabQueue.Lims.Api;

/// <summary>All addresses of the laboratory's JSON API, the more special ones first.</summary>
internal static class LabRoutes
{
    private const string Get = "GET";
    private const string Post = "POST";
    private const string Both = "GET, POST";

    /// <summary>The routes.</summary>
    public static IReadOnlyList<LabRoute> All { get; } =
    [
        new(Get, "", SessionRoutes.VersionAsync) { IsOpen = true },
        new(Get, "version", SessionRoutes.VersionAsync) { IsOpen = true },
        new(Post, "login", SessionRoutes.LoginAsync) { IsOpen = true },
        new(Post, "users/login", SessionRoutes.LoginAsync) { IsOpen = true },
        new(Both, "logout", SessionRoutes.LogoutAsync) { IsOpen = true },
        new(Both, "users/logout", SessionRoutes.LogoutAsync) { IsOpen = true },
        new(Get, "auth", SessionRoutes.AuthAsync) { IsOpen = true },
        new(Get, "users", UserRoutes.ListAsync),
        new(Get, "users/current", UserRoutes.CurrentAsync) { IsOpen = true },
        Change("users/create", UserRoutes.CreateAsync),
        Change("users/{name}/password", UserRoutes.SetPasswordAsync),
        Change("users/{name}/update", UserRoutes.UpdateAsync),
        new(Get, "users/{name}", UserRoutes.ShowAsync),
        new(Get, "search", LookRoutes.SearchAsync),
        new(Get, "settings", SettingsRoutes.ListAsync),
        new(Get, "settings/{name}", SettingsRoutes.ShowAsync),
        new(Get, "registry", SettingsRoutes.RegistryAsync),
        new(Get, "registry/{name}", SettingsRoutes.RegistryAsync),
        Change("settings/update", SettingsRoutes.UpdateAsync),
        new(Get, "catalogs", SettingsRoutes.CatalogsAsync),
        new(Get, "catalogs/{name}", SettingsRoutes.CatalogAsync),
        Change("contact/{uid}/link", ContactRoutes.LinkAsync),
        Change("contact/{uid}/unlink", ContactRoutes.UnlinkAsync),
        Change("contact/{uid}/create_login", ContactRoutes.CreateLoginAsync),
        Change("labcontact/{uid}/link", ContactRoutes.LinkAsync),
        Change("labcontact/{uid}/unlink", ContactRoutes.UnlinkAsync),
        Change("labcontact/{uid}/create_login", ContactRoutes.CreateLoginAsync),
        Change("worksheet/{uid}/add_analyses", WorkRoutes.AddAnalysesAsync),
        Change("worksheet/{uid}/apply_template", WorkRoutes.ApplyTemplateAsync),
        Change("worksheet/{uid}/action", WorkRoutes.WorksheetActionAsync),
        Change("analysisrequest/action", WorkRoutes.SampleActionAsync),
        new(Get, "task/{name}/outcome", TaskRoutes.OutcomeAsync),
        new(Both, "queue_consumer/consume", TaskRoutes.ConsumeAsync) { Changes = true, IsForPeople = false },
        new(Post, "queue_consumer/process", TaskRoutes.ProcessAsync) { Changes = true, IsForPeople = false },
        new(Post, "queue_consumer/process/{name}", TaskRoutes.ProcessAsync) { Changes = true, IsForPeople = false },
        Change("push", PushRoutes.PushAsync),
        Change("create", CreateRoutes.CreateAsync),
        Change("create/{parent}", CreateRoutes.CreateAsync),
        Change("{resource}/create", CreateRoutes.CreateAsync),
        Change("{resource}/create/{parent}", CreateRoutes.CreateAsync),
        Change("update", UpdateRoutes.UpdateAsync),
        Change("update/{uid}", UpdateRoutes.UpdateAsync),
        Change("{resource}/update", UpdateRoutes.UpdateAsync),
        Change("{resource}/update/{uid}", UpdateRoutes.UpdateAsync),
        Change("delete", UpdateRoutes.DeleteAsync),
        Change("delete/{uid}", UpdateRoutes.DeleteAsync),
        Change("{resource}/delete", UpdateRoutes.DeleteAsync),
        Change("{resource}/delete/{uid}", UpdateRoutes.DeleteAsync),
        new(Get, "{uid}", LookRoutes.ShowAsync),
        new(Get, "{resource}/{uid}", LookRoutes.ShowOfTypeAsync),
        new(Get, "{resource}", LookRoutes.ListAsync),
    ];

    /// <summary>The steps that are meant by a POST to an object with the header <c>X-HTTP-Method-Override</c>.</summary>
    public static IReadOnlyList<string> Override(IReadOnlyList<string> steps, HttpRequest request)
    {
        var meant = request.Headers["X-HTTP-Method-Override"].ToString().ToLowerInvariant() switch
        {
            "create" => "create",
            "update" or "put" or "patch" => "update",
            "delete" => "delete",
            _ => null,
        };
        return meant is null || !HttpMethods.IsPost(request.Method) ? steps : [.. steps.SkipLast(1), meant, .. steps.TakeLast(1)];
    }

    private static LabRoute Change(string template, Func<LabCall, Task<System.Text.Json.Nodes.JsonObject>> handle) =>
        new(Post, template, handle) { Changes = true };
}
