using Ticketing.App.Hosting.Circuits;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Management;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.App.Shared.SitePages;
using Ticketing.Infrastructure;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Hosting;

/// <summary>Request pipeline and services shared by all features.</summary>
internal static class HostingRegistration
{
    private const long BodyBytesMax = 1_000_000;

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        builder.AddLogs();
        builder.AddInfrastructure();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
        });

        var services = builder.Services;
        services.ConfigureHttpJsonOptions(options => JsonSettings.Apply(options.SerializerOptions));
        services.AddSingleton<FastAnswers>();
        services.AddForwarding(builder.Configuration);
        services.AddErrorResponses();
        services.AddPublicCache();
        services.AddCompression();
        services.AddLanguages();
        services.AddRateLimits();
        services.AddAuthentication();
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "antiforgery";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddHsts(hsts => (hsts.MaxAge, hsts.IncludeSubDomains) = (TimeSpan.FromDays(365), true));
        services.AddValidatedOptions<OpenConnectionOptions, OpenConnectionOptionsValidator>(OpenConnectionOptions.Section);
        services.AddHealth();
        builder.AddManagement();
        services.AddApiDescription();
        services.AddHostedService<ReadyAnnouncement>();
        services.AddSingleton(new MailboxAccess(IsOpen: false));
        services.AddSingleton<SitePageFiles>();
        services.AddHostedService(provider => provider.GetRequiredService<SitePageFiles>());

        services.AddRazorComponents().AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = CircuitSettings.MessageBytesMax);
        CircuitSettings.Add(services);
        services.AddScoped<Microsoft.AspNetCore.Components.Server.Circuits.CircuitHandler, CircuitFloodGuard>();
        services.AddScoped<Microsoft.AspNetCore.Components.Server.Circuits.CircuitHandler, CircuitCount>();
        CircuitScripts.Add(services);
    }

    /// <summary>The pipeline of a request, outermost first.</summary>
    public static void UsePipeline(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseHeadRequests();
        app.UseSecurityHeaders();
        app.UseNoStore();
        app.UseRequestLocalization();
        app.UsePublicCache();
        app.UseCompression();
        app.UseErrorResponses();
        app.UseSiteHost();
        app.UseUtf8Bodies();
        app.UseCrossSiteRefusal();
        app.UseMiddleware<FastLane>();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseMiddleware<OpenConnections>();
        app.UseLateForms();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseBuyerKey();
        app.UseAntiforgeryForCookieWrites();
        app.UseAntiforgery();
        app.UseMiddleware<Idempotency>();
    }

    public static void MapHosting(this WebApplication app)
    {
        app.MapHealth();
        app.MapLanguages();
        app.MapApiDescription();
        app.MapApiReference();
        app.MapStaticAssets();
        app.MapRazorComponents<AppRoot>().AddInteractiveServerRenderMode(options =>
        {
            // SecurityHeaders sets frame-ancestors for every page.
            options.ContentSecurityFrameAncestorsPolicy = null;
        });
    }
}
