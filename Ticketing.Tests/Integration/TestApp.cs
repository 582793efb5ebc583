using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Ticketing.Tests.Integration;

/// <summary>The application in the test process, on a real port, with a test database.</summary>
public sealed class TestApp : IAsyncDisposable
{
    private readonly Factory _factory;

    private TestApp(Factory factory) => _factory = factory;

    /// <summary>The root address, with a trailing slash.</summary>
    public Uri BaseAddress => _factory.ClientOptions.BaseAddress;

    public IServiceProvider Services => _factory.Services;

    /// <param name="time">Default: the system clock.</param>
    /// <param name="settings">Configuration keys as in appsettings: <c>("RateLimits:Enabled", "true")</c>.</param>
    public static Task<TestApp> StartAsync(TestDatabase database, TimeProvider? time = null, params (string Key, string Value)[] settings) =>
        StartAsync(database, _ => { }, time, settings);

    /// <inheritdoc cref="StartAsync(TestDatabase, TimeProvider?, ValueTuple{string, string}[])"/>
    /// <param name="services">Changes to the application's services, applied last.</param>
    public static Task<TestApp> StartAsync(
        TestDatabase database, Action<IServiceCollection> services, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var factory = new Factory(
            [.. database.Settings, .. settings],
            collection =>
            {
                if (time is not null)
                {
                    collection.Replace(ServiceDescriptor.Singleton(time));
                }

                services(collection);
            });
        try
        {
            factory.UseKestrel(0);
            factory.StartServer();
            return Task.FromResult(new TestApp(factory));
        }
        catch
        {
            factory.Dispose();
            throw;
        }
    }

    /// <summary>A client with its own cookies that by default follows no redirects.</summary>
    public HttpClient CreateClient(bool followRedirects = false) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = followRedirects, UseCookies = true }) { BaseAddress = BaseAddress };

    public async ValueTask DisposeAsync() => await _factory.DisposeAsync();

    private sealed class Factory((string Key, string Value)[] settings, Action<IServiceCollection> services) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }

            // Off by default: tests that kill servers log many failures. TEST_LOGS=1 shows them.
            if (Environment.GetEnvironmentVariable("TEST_LOGS") is null)
            {
                builder.ConfigureLogging(logging => logging.ClearProviders());
            }

            builder.ConfigureTestServices(services);
        }
    }
}
