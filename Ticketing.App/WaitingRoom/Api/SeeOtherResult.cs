namespace Ticketing.App.WaitingRoom.Api;

/// <summary>303 See Other: the browser follows a form post with a GET (RFC 9110, 15.4.4).</summary>
internal sealed class SeeOtherResult(string url) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = url;
        return Task.CompletedTask;
    }
}
