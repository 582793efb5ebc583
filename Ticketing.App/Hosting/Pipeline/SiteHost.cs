using System.Net;
using Microsoft.Extensions.Options;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Outside Development, refuses requests for another host than that of <c>Site:Url</c>: redirects and links are built from the request's
/// host, and a forged one would lead to another site. Health checks use the instance's address; the local provider calls over loopback.
/// </summary>
internal static class SiteHost
{
    private static readonly PathString[] Health = [AppUrls.HealthLive, AppUrls.HealthReady];

    public static void UseSiteHost(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            return;
        }

        var site = app.Services.GetRequiredService<IOptions<SiteOptions>>().Value.Url;
        app.Use((context, next) =>
        {
            if (IsOurs(context, site))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Features.Set(new RefusalDetail("This site has another host name."));
            return Task.CompletedTask;
        });
    }

    private static bool IsOurs(HttpContext context, Uri site)
    {
        var host = context.Request.Host.Host;
        return host.Equals(site.Host, StringComparison.OrdinalIgnoreCase)
            || Health.Contains(context.Request.Path)
            || (context.Connection.RemoteIpAddress is { } client && IPAddress.IsLoopback(client)
                && IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
