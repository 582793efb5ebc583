using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.App.BackOffice;
using Ticketing.App.Hosting;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Hosting;

/// <summary>The request pipeline with a test's endpoints, on a real port.</summary>
internal sealed class PlatformHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PlatformHost(WebApplication app) => _app = app;

    public Uri BaseAddress => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IServiceProvider Services => _app.Services;

    public static Task<PlatformHost> StartAsync(
        TestDatabase database, Action<WebApplication> map, string environment = "Development", params (string Key, string Value)[] settings) =>
        StartAsync(database, map, _ => { }, environment, settings);

    /// <param name="configure">Changes to the application, applied last.</param>
    public static async Task<PlatformHost> StartAsync(
        TestDatabase database, Action<WebApplication> map, Action<WebApplicationBuilder> configure, string environment, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            EnvironmentName = environment,
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Postgres"] = database.ConnectionString,
            ["ConnectionStrings:Redis"] = database.RedisConnectionString,
            ["RateLimits:Enabled"] = "false",
            ["Demo:Enabled"] = "false",
            ["urls"] = "http://127.0.0.1:0",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.AddHosting();
        builder.Services.AddBackOffice();
        builder.Logging.ClearProviders();

        // The demo's seeding needs every feature: disabled here.
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = false);
        configure(builder);
        var app = builder.Build();
        app.UsePipeline();
        app.MapHosting();
        map(app);
        await app.StartAsync();
        return new PlatformHost(app);
    }

    /// <summary>A client; with cookies it acts as a browser.</summary>
    public HttpClient CreateClient(bool cookies = false) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = cookies }) { BaseAddress = BaseAddress };

    /// <summary>Shuts it down as SIGTERM does.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
