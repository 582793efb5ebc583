using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>Settings under <c>PublicCache</c>.</summary>
public sealed class PublicCacheOptions
{
    public const string Section = "PublicCache";

    /// <summary>Seconds that a response is cached; 0: no caching. Availability and sale state can be that old on these pages.</summary>
    [Range(0, 60)]
    public int Seconds { get; set; } = 1;
}

[OptionsValidator]
internal sealed partial class PublicCacheOptionsValidator : IValidateOptions<PublicCacheOptions>;

/// <summary>
/// Output cache of the responses that are equal for all signed-out visitors, to absorb load peaks on a single page. Requests with a
/// session, an authorization header or a late form bypass it. The key has everything that changes a page, as the page reads it: the
/// text of a cookie or header can mean one thing to the key and another to the page, and who sends it would choose what others see.
/// </summary>
internal static class PublicCache
{
    private const long BytesMax = 100_000_000;

    // With this value alone Blazor answers in the form that its script patches into the current page.
    private const string EnhancedNavigation = "text/html; blazor-enhanced-nav=on";

    public static IServiceCollection AddPublicCache(this IServiceCollection services)
    {
        services.AddValidatedOptions<PublicCacheOptions, PublicCacheOptionsValidator>(PublicCacheOptions.Section);
        services.AddOutputCache();
        services.AddOptions<OutputCacheOptions>().Configure<IOptions<PublicCacheOptions>>((cache, options) =>
        {
            cache.SizeLimit = BytesMax;
            // Pages link to their own address as it was written.
            cache.UseCaseSensitivePaths = true;
            if (options.Value.Seconds > 0)
            {
                cache.AddBasePolicy(new Policy(TimeSpan.FromSeconds(options.Value.Seconds)));
            }
        });
        return services;
    }

    /// <summary>Runs outside compression, so that cached bodies are compressed once, and inside localization, which gives the key its language.</summary>
    public static void UsePublicCache(this WebApplication app) => app.UseOutputCache();

    private static bool IsPublic(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && (request.Path == "/" || IsBelow(request.Path, AppUrls.Events, 1) || IsBelow(request.Path, AppUrls.ApiEvents, 2)
            || IsBelow(request.Path, AppUrls.PublicOrganizers, 1) || IsBelow(request.Path, AppUrls.ApiPerformances, 1))
        && request.Headers.Authorization.Count == 0
        && !request.Cookies.ContainsKey("session") && !request.Cookies.ContainsKey("__Host-session")
        && !LateForm.IsRemembered(request)
        && (IsEnhanced(request) || !request.Headers.Accept.ToString().Contains("blazor", StringComparison.OrdinalIgnoreCase));

    private static bool IsEnhanced(HttpRequest request) => request.Headers.Accept is { Count: 1 } accept && accept[0] == EnhancedNavigation;

    private static bool IsBelow(PathString path, string root, int segmentsMax) =>
        path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value!.AsSpan().Count('/') <= segmentsMax;

    private sealed class Policy(TimeSpan life) : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            var http = context.HttpContext;
            var request = http.Request;
            var isPublic = IsPublic(request);
            // What HEAD writes nobody sees: it is answered from the cache and never fills it.
            var isStored = isPublic && !HeadRequests.IsHead(http);
            context.EnableOutputCaching = isPublic;
            context.AllowCacheLookup = isPublic;
            context.AllowCacheStorage = isStored;
            context.AllowLocking = isStored;
            context.ResponseExpirationTimeSpan = life;
            if (isPublic)
            {
                var culture = http.Features.GetRequiredFeature<IRequestCultureFeature>().RequestCulture;
                var compression = http.RequestServices.GetRequiredService<IResponseCompressionProvider>().GetCompressionProvider(http);
                var values = context.CacheVaryByRules.VaryByValues;
                // As it was written: of a repeated parameter the order counts, which the cache's own rule for queries ignores.
                values["query"] = request.QueryString.Value ?? "";
                values["culture"] = culture.Culture.Name;
                values["language"] = culture.UICulture.Name;
                values["theme"] = AppRoot.ThemeOf(request) ?? "";
                values["navigation"] = IsEnhanced(request) ? "enhanced" : "";
                values["encoding"] = compression?.EncodingName ?? "";
                http.Response.OnStarting(RemoveCookiesAsync, http.Response);
            }

            return ValueTask.CompletedTask;
        }

        // Blazor sets an antiforgery cookie on every page. These pages post nothing, and a cached cookie would be shared.
        private static Task RemoveCookiesAsync(object response)
        {
            ((HttpResponse)response).Headers.Remove(HeaderNames.SetCookie);
            return Task.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            context.AllowCacheStorage &= context.HttpContext.Response.StatusCode == StatusCodes.Status200OK;
            return ValueTask.CompletedTask;
        }
    }
}
