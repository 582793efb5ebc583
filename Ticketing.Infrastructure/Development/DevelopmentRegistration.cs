using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Development.Demo;
using Ticketing.Infrastructure.Development.LocalMail;
using Ticketing.Infrastructure.Development.LocalStripe;

namespace Ticketing.Infrastructure.Development;

public static class DevelopmentRegistration
{
    /// <summary>
    /// Adds local substitutes for unconfigured external services (payment provider, mail server) and the demo. Call it after the payments
    /// and before mails and facts: hosted services stop in reverse order.
    /// </summary>
    public static IHostApplicationBuilder AddDevelopment(this IHostApplicationBuilder builder)
    {
        builder.AddLocalStripe();
        builder.Services.AddLocalMail();

        // Enabled by default in development.
        builder.Services.AddOptions<DemoOptions>()
            .Configure(options => options.Enabled = builder.Environment.IsDevelopment())
            .BindConfiguration(DemoOptions.Section);
        builder.Services.AddOptions<SiteOptions>().PostConfigure<IOptions<DemoOptions>>((site, demo) =>
        {
            if (demo.Value.Enabled)
            {
                site.Pages ??= Path.Combine(AppContext.BaseDirectory, "DemoPages");
            }
        });
        builder.Services.AddSingleton<DemoData>();
        builder.Services.AddSingleton<DemoFiller>();
        return builder;
    }
}
