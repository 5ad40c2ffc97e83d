using LabQueue.Web.Queue;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LabQueue.Web.Tests.Queue;

/// <summary>What the pages that ask a queue have in common.</summary>
public sealed class QueuePageTests
{
    [Fact]
    public void Every_page_that_asks_a_queue_tells_one_that_is_away_from_a_fault()
    {
        var asking = typeof(QueuePage).Assembly.GetTypes().Where(type =>
            typeof(PageModel).IsAssignableFrom(type)
            && type.GetConstructors().SelectMany(made => made.GetParameters()).Any(parameter => parameter.ParameterType == typeof(IPageQueues)));

        asking.Where(type => !type.IsSubclassOf(typeof(QueuePage))).ShouldBeEmpty();
        asking.ShouldNotBeEmpty();
    }
}
