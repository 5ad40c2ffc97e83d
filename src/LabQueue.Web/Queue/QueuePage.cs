using LabQueue.Access;
using LabQueue.Web.Access;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;

namespace LabQueue.Web.Queue;

/// <summary>A page of a site's queue.</summary>
internal abstract class QueuePage(IPageQueues queues) : SitePage
{
    private const int LongestReason = 1_000;

    /// <summary>The queue.</summary>
    protected IQueue Queue => queues.Of(Site) ?? throw new InvalidOperationException($"Site '{Site}' has no queue.");

    /// <summary>What people do to tasks.</summary>
    protected TaskChanges Changes => new(Queue, L);

    /// <summary>What somebody needs to see the page.</summary>
    protected virtual QueueRights Needed => QueueRights.Look;

    /// <summary>What somebody needs to send a form of it.</summary>
    protected virtual QueueRights NeededToChange => QueueRights.Manage;

    /// <summary>Whether the person may change tasks of all.</summary>
    public bool MayManage => Visitor.May(QueueRights.Manage);

    /// <summary>Refuses what the person may not see or do, and tells a queue server that does not answer from a fault.</summary>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (queues.Of(Site) is null)
        {
            context.Result = NotFound();
            return;
        }

        if (!Visitor.May(HttpMethods.IsPost(Request.Method) ? Needed | NeededToChange : Needed))
        {
            context.Result = Refuse();
            return;
        }

        var done = await next();
        if (done.Exception is QueueException)
        {
            done.ExceptionHandled = true;
            done.Result = new StatusCodeResult(StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Who asks for a change, and why.</summary>
    /// <param name="reason">What the person wrote; it may be empty, or anything.</param>
    protected Actor By(string? reason = null) =>
        new(Visitor.Username, reason?.Trim() is { Length: > 0 } said ? said[..Math.Min(said.Length, LongestReason)] : null);

    /// <summary>Says things on the next page that the person sees.</summary>
    protected void TellAll(IEnumerable<Message> messages)
    {
        foreach (var message in messages)
        {
            Tell(message.Kind, message.Text);
        }
    }

    /// <summary>The address of a task's page.</summary>
    public string AddressOfTask(string uid) => AddressOf($"queue_tasks/{Uri.EscapeDataString(uid)}");

    /// <summary>The address of what a task is about; null where this process has no page of it.</summary>
    public string? AddressOfContext(QueueTask task) =>
        HttpContext.RequestServices.GetRequiredService<IPageAccounts>().HasLaboratory(Site)
        && task.ContextPath.Length > AddressOf(string.Empty).Length
        && SiteAddress.Back(Site, task.ContextPath) == task.ContextPath
            ? task.ContextPath
            : null;
}
