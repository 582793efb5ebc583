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

    /// <summary>How long an answer is kept; 0: not at all. Availability and sale state are so much older on these pages.</summary>
    [Range(0, 60)]
    public int Seconds { get; set; } = 1;
}

[OptionsValidator]
internal sealed partial class PublicCacheOptionsValidator : IValidateOptions<PublicCacheOptions>;

/// <summary>
/// Keeps the answers that all signed-out visitors get alike for a moment: in a rush a thousand people a second ask for the same
/// page. Who is signed in, or sends anything that could make the page another, gets one of their own.
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

    /// <summary>Outside of compression, so that what is kept is compressed once.</summary>
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
                context.HttpContext.Response.OnStarting(GiveNoCookieAsync, context.HttpContext.Response);
            }

            return ValueTask.CompletedTask;
        }

        // Blazor gives every page an antiforgery cookie. These pages post nothing; whoever signs in gets one there.
        private static Task GiveNoCookieAsync(object response)
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
