using Microsoft.Extensions.Options;
using Ticketing.App.Development.Mailbox;
using Ticketing.App.Hosting;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Development;
using Ticketing.Infrastructure.Development.Demo;
using Ticketing.Infrastructure.Development.LocalStripe;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.App.Development;

/// <summary>Stand-ins for external services, with their endpoints and pages. Only the composition root refers to them.</summary>
internal static partial class DevelopmentWeb
{
    public static void AddDevelopmentWeb(this WebApplicationBuilder builder)
    {
        builder.AddDevelopment();
        builder.Services.AddSingleton(provider => new ReadyNote(site => Notes(site, provider.GetRequiredService<IOptions<DemoOptions>>().Value)));
    }

    public static void MapDevelopment(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.MapMailbox();
        }

        if (app.Services.GetRequiredService<IOptions<PaymentsOptions>>().Value.IsLocal)
        {
            app.MapLocalStripe();
            if (!app.Environment.IsDevelopment())
            {
                LogLocalPayments(app.Logger);
            }
        }
    }

    private static IEnumerable<string> Notes(string site, DemoOptions demo) =>
    [
        $"  Mailbox   {site}{AppUrls.Mailbox}",
        .. demo.Enabled && DemoData.Accounts.Count > 0
            ? ["", "  Demo accounts", .. DemoData.Accounts.Select(account => $"  {account.Role,-10}{account.Email,-32}{account.Password}")]
            : Array.Empty<string>(),
    ];

    [LoggerMessage(LogLevel.Warning, "No Stripe keys are configured: the local provider takes the payments, anybody can pay with a test card, and no money moves")]
    private static partial void LogLocalPayments(ILogger log);
}
