using Microsoft.Extensions.Options;
using Ticketing.App.Development.Mailbox;
using Ticketing.App.Hosting;
using Ticketing.App.Hosting.StartUp;
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

        // The mailbox shows everybody who reaches it the links that reset passwords.
        var settings = builder.Configuration;
        var mailbox = new MailboxAccess(builder.Environment.IsDevelopment()
            && (ListeningAddresses.AreLoopback(settings) || StandInCheck.IsAllowed(settings, StandInCheck.OpenMailbox)));
        builder.Services.AddSingleton(mailbox);
        builder.Services.AddSingleton(provider => new ReadyNote(site => Notes(site, mailbox, provider.GetRequiredService<IOptions<DemoOptions>>().Value)));
    }

    public static void MapDevelopment(this WebApplication app)
    {
        if (app.Services.GetRequiredService<MailboxAccess>().IsOpen)
        {
            app.MapMailbox();
        }

        if (app.Environment.IsDevelopment() && !ListeningAddresses.AreLoopback(app.Configuration))
        {
            LogReachable(app.Logger);
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

    private static IEnumerable<string> Notes(string site, MailboxAccess mailbox, DemoOptions demo) =>
    [
        mailbox.IsOpen ? $"  Mailbox   {site}{AppUrls.Mailbox}" : "  Mailbox   closed: other machines can reach this address",
        .. demo.Enabled && DemoData.Accounts.Count > 0
            ? ["", "  Demo accounts", .. DemoData.Accounts.Select(account => $"  {account.Role,-10}{account.Email,-32}{account.Password}")]
            : Array.Empty<string>(),
    ];

    [LoggerMessage(
        LogLevel.Warning,
        "Other machines can reach this Development instance: they can pay with test cards, sign in with the demo's published password and see "
        + "details of errors. The mailbox is closed unless Allow:OpenMailbox is true")]
    private static partial void LogReachable(ILogger log);

    [LoggerMessage(LogLevel.Warning, "No Stripe keys are configured: the local provider takes the payments, anybody can pay with a test card, and no money moves")]
    private static partial void LogLocalPayments(ILogger log);
}
