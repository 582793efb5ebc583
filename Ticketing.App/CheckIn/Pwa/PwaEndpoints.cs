using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Shared;

namespace Ticketing.App.CheckIn.Pwa;

/// <summary>The door's app: one static document for all its addresses, and its service worker. It needs no circuit and no account.</summary>
internal static class PwaEndpoints
{
    public static void MapCheckInApp(this WebApplication app)
    {
        app.MapGet(AppUrls.CheckInApp + "/sw.js", ServiceWorker).ExcludeFromDescription();
        app.MapGet(AppUrls.CheckInApp + "/{*path:nonfile}", Shell).ExcludeFromDescription();
    }

    private static Results<FileContentHttpResult, NotFound> ServiceWorker(HttpContext context, ServiceWorkerFile file)
    {
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["Service-Worker-Allowed"] = AppUrls.CheckInApp + "/";
        return file.Read() is { } text ? TypedResults.Bytes(text, "text/javascript; charset=utf-8") : TypedResults.NotFound();
    }

    private static Results<FileStreamHttpResult, NotFound> Shell(HttpContext context, IWebHostEnvironment environment)
    {
        context.Response.Headers.CacheControl = "no-cache";
        var file = environment.WebRootFileProvider.GetFileInfo(ServiceWorkerFile.Shell);
        return file.Exists ? TypedResults.Stream(file.CreateReadStream(), "text/html; charset=utf-8") : TypedResults.NotFound();
    }
}
