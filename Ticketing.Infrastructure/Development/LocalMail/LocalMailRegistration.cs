using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Privacy;

namespace Ticketing.Infrastructure.Development.LocalMail;

public static class LocalMailRegistration
{
    /// <summary>Adds a local SMTP server with a mailbox, which receives all mails if <c>Mail:Smtp:Host</c> is not set.</summary>
    public static IServiceCollection AddLocalMail(this IServiceCollection services)
    {
        services.AddSingleton<LocalMailbox>();
        services.AddSingleton<LocalSmtpServer>();
        services.AddHostedService(provider => provider.GetRequiredService<LocalSmtpServer>());
        services.AddSingleton(provider => new AddressEraser(provider.GetRequiredService<LocalMailbox>().ForgetAsync));
        services.AddOptions<MailOptions>().PostConfigure<LocalSmtpServer>((mail, server) => mail.UseLocalServer(server));
        return services;
    }

    /// <summary>Sets the address of <paramref name="server"/> if the settings have no host, and starts it.</summary>
    internal static void UseLocalServer(this MailOptions mail, LocalSmtpServer server)
    {
        if (mail.Smtp.Host is null)
        {
            mail.Smtp = new SmtpOptions
            {
                Host = IPAddress.Loopback.ToString(),
                Port = server.EnsureStarted(),
                Encrypt = false,
                TimeoutSeconds = mail.Smtp.TimeoutSeconds,
            };
        }
    }
}
