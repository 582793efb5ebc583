using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ticketing.Infrastructure.Development.Demo;
using Ticketing.Infrastructure.Development.LocalMail;
using Ticketing.Infrastructure.Development.LocalStripe;

namespace Ticketing.Infrastructure.Development;

public static class DevelopmentRegistration
{
    /// <summary>
    /// Adds what stands in for the outside world where none is configured: a payment provider, a mail server, a demo. To be
    /// called after the payments and before the outbox, since hosted services stop in reverse order.
    /// </summary>
    public static IHostApplicationBuilder AddDevelopment(this IHostApplicationBuilder builder)
    {
        builder.AddLocalStripe();
        builder.Services.AddLocalMail();

        // Where developers work, an empty shop helps nobody.
        builder.Services.AddOptions<DemoOptions>()
            .Configure(options => options.Enabled = builder.Environment.IsDevelopment())
            .BindConfiguration(DemoOptions.Section);
        builder.Services.AddSingleton<DemoData>();
        builder.Services.AddSingleton<DemoFiller>();
        return builder;
    }
}
