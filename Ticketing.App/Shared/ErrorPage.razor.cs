using Microsoft.AspNetCore.Components;

namespace Ticketing.App.Shared;

/// <summary>The page of a failed request: what happened and what to do.</summary>
public partial class ErrorPage
{
    /// <summary>The HTTP status; 404 where none is given.</summary>
    [Parameter]
    public int Status { get; set; }

    private int Code => Status is 0 ? StatusCodes.Status404NotFound : Status;

    private string Title => Code switch
    {
        400 or 422 => L["That did not work"],
        401 => L["Please sign in"],
        403 => L["You do not have access to this page"],
        404 => L["There is nothing here"],
        413 => L["That is too large"],
        429 => L["That was a little too fast"],
        503 => L["One moment, please"],
        >= 500 => L["Something went wrong"],
        _ => L["That did not work"],
    };

    private string Advice => Code switch
    {
        400 or 422 => L["The page was open for too long, or something in the form was not as expected. Go back, reload the page and try again."],
        401 => L["Sign in and open the page again."],
        403 => L["Your account does not have access to it. Are you signed in with the right one?"],
        404 => L["The address may be mistyped, or the page has moved. Search for what you are looking for from the start page."],
        413 => L["What you sent is larger than we accept here."],
        429 => L["There were too many attempts from your connection. Wait a minute and try again."],
        503 => L["We cannot answer right now. Reload the page in a few seconds; nothing you bought is lost."],
        >= 500 => L["The mistake is ours and has been noted. Reload the page; if it happens again, come back a little later. Nothing you bought is lost."],
        _ => L["Go back and try again."],
    };
}
