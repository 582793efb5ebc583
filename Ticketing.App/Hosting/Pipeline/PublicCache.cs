using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.OutputCaching;
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
/// session or an authorization header bypass it; language, theme and query vary the entry.
/// </summary>
internal static class PublicCache
{
    private const long BytesMax = 100_000_000;

    public static IServiceCollection AddPublicCache(this IServiceCollection services)
    {
        services.AddValidatedOptions<PublicCacheOptions, PublicCacheOptionsValidator>(PublicCacheOptions.Section);
        services.AddOutputCache();
        services.AddOptions<OutputCacheOptions>().Configure<IOptions<PublicCacheOptions>>((cache, options) =>
        {
            cache.SizeLimit = BytesMax;
            if (options.Value.Seconds > 0)
            {
                cache.AddBasePolicy(new Policy(TimeSpan.FromSeconds(options.Value.Seconds)));
            }
        });
        return services;
    }

    /// <summary>Runs outside compression, so that cached bodies are compressed once.</summary>
    public static void UsePublicCache(this WebApplication app) => app.UseOutputCache();

    private static bool IsPublic(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && (request.Path == "/" || IsBelow(request.Path, AppUrls.Events, 1) || IsBelow(request.Path, AppUrls.ApiEvents, 2)
            || IsBelow(request.Path, AppUrls.ApiPerformances, 1))
        && request.Headers.Authorization.Count == 0
        && !request.Cookies.ContainsKey("session") && !request.Cookies.ContainsKey("__Host-session");

    private static bool IsBelow(PathString path, string root, int segmentsMax) =>
        path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value!.AsSpan().Count('/') <= segmentsMax;

    private sealed class Policy(TimeSpan life) : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            var request = context.HttpContext.Request;
            var isPublic = IsPublic(request);
            context.EnableOutputCaching = isPublic;
            context.AllowCacheLookup = isPublic;
            context.AllowCacheStorage = isPublic;
            context.AllowLocking = true;
            context.ResponseExpirationTimeSpan = life;
            if (isPublic)
            {
                var rules = context.CacheVaryByRules;
                rules.QueryKeys = "*";
                rules.HeaderNames = new([HeaderNames.Accept, HeaderNames.AcceptEncoding]);
                rules.VaryByValues["language"] = request.Cookies["language"] ?? request.Headers.AcceptLanguage.ToString();
                rules.VaryByValues["theme"] = request.Cookies["theme"] ?? "";
                context.HttpContext.Response.OnStarting(RemoveCookiesAsync, context.HttpContext.Response);
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
