using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Features;
using Ticketing.App.Shared;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Answers a form that a page cannot accept with the page as it is now. Blazor answers such a post with 400 and plain text (nothing at
/// all in Production) where the token does not fit the user, or where the posted form is not rendered any more. The page is run again as
/// a GET of its address, with a <see cref="LateForm"/> that holds the reason and the typed values.
/// </summary>
internal static class LateForms
{
    public static void UseLateForms(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        try
        {
            await next(context);
            if (IsRefusedByBlazor(context))
            {
                buffer.SetLength(0);
                await ShowAgainAsync(context, next);
            }
            else if (IsChallenge(context))
            {
                LateForm.Remember(context, LateFormReason.SignedOut);
            }
        }
        finally
        {
            context.Response.Body = body;
        }

        if (buffer.Length > 0)
        {
            buffer.Position = 0;
            await buffer.CopyToAsync(body, context.RequestAborted);
        }
    });

    // No page of its own has this status with a wrong token, or another type than HTML.
    private static bool IsRefusedByBlazor(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status400BadRequest
        && (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
            || context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) != true);

    private static bool IsChallenge(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status302Found
        && context.User.Identity?.IsAuthenticated != true
        && context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is not null;

    private static async Task ShowAgainAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.ContentType = null;
        context.Response.ContentLength = null;
        // Blazor adds it once a run.
        context.Response.Headers.Remove("blazor-enhanced-nav");
        var validation = context.Features.Get<IAntiforgeryValidationFeature>();
        if (validation?.Error?.InnerException is BadHttpRequestException unreadable)
        {
            // Too large, or broken off: there is no form to show again.
            context.Response.StatusCode = unreadable.StatusCode;
            return;
        }

        var reason = validation is { IsValid: false } ? LateFormReason.Refused : LateFormReason.Changed;
        // With the refusal in place the form could not be read.
        context.Features.Set<IAntiforgeryValidationFeature>(null);
        context.Features.Set(new LateForm(reason, await ReadTypedAsync(context.Request)));
        context.Features.Set<IFormFeature>(null);
        context.Request.Method = HttpMethods.Get;
        context.Request.ContentType = null;
        context.Request.ContentLength = null;
        context.Response.StatusCode = StatusCodes.Status200OK;

        // A new scope: the refused page has used the request's scoped services.
        var services = context.RequestServices;
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await next(context);
        }
        finally
        {
            context.RequestServices = services;
        }

        if (context.Response.StatusCode == StatusCodes.Status302Found)
        {
            LateForm.Remember(context, reason);
        }
        else if (context.Response.StatusCode == StatusCodes.Status200OK)
        {
            context.Response.StatusCode = reason == LateFormReason.Refused ? StatusCodes.Status400BadRequest : StatusCodes.Status409Conflict;
        }
    }

    // Another site's form must not choose what stands in the fields (Fetch Metadata, W3C).
    private static async Task<Dictionary<string, string>> ReadTypedAsync(HttpRequest request)
    {
        if (!request.HasFormContentType || request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin"))
        {
            return [];
        }

        try
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return form.Where(field => !field.Key.StartsWith('_')).ToDictionary(field => field.Key, field => field.Value.ToString());
        }
        catch (InvalidDataException)
        {
            // More fields than a form may have.
            return [];
        }
    }
}
