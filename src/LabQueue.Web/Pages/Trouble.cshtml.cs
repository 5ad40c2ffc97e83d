using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Web.Pages;

/// <summary>What a browser shows where the answer would be only a number.</summary>
[ForEverybody]
internal sealed class TroubleModel : SitePage
{
    /// <inheritdoc/>
    public override string Title => Response.StatusCode switch
    {
        StatusCodes.Status404NotFound or StatusCodes.Status200OK => L["Page not found"],
        StatusCodes.Status403Forbidden => L["Not allowed"],
        StatusCodes.Status400BadRequest => L["That could not be read"],
        StatusCodes.Status503ServiceUnavailable => L["The queue server does not answer"],
        _ => L["Something went wrong"],
    };

    /// <summary>What happened and what one can do.</summary>
    public string Sentence => Response.StatusCode switch
    {
        StatusCodes.Status404NotFound or StatusCodes.Status200OK => L["There is nothing at this address, or nothing that you may see."],
        StatusCodes.Status403Forbidden => L["Your roles do not allow this. Whoever manages the site can give you others."],
        StatusCodes.Status503ServiceUnavailable => L["Its tasks are safe there. Try again in a few seconds; if it stays away, whoever runs the server can look."],
        StatusCodes.Status400BadRequest => L["The page that you sent is too old, or was changed on its way. Go back, reload it and try again."],
        _ => L["The log of the server says more. What you sent may not have been done: look before you try again."],
    };
}
