using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messages.Manage;
using Ticketing.Infrastructure.Messages.Sending;
using Ticketing.Infrastructure.Messages.Texts;
using Ticketing.Infrastructure.Notifications.Jobs;

namespace Ticketing.Infrastructure.Messages;

public static class MessagesRegistration
{
    /// <summary>Adds messages of organizers to buyers. Their mails are jobs of Notifications, which no fact leads to.</summary>
    public static IServiceCollection AddMessages(this IServiceCollection services)
    {
        services.AddSingleton<MessageSamples>();
        services.AddSingleton<MessageMails>();
        services.AddSingleton<ManageMessagesHandler>();
        services.AddSingleton<SendMessagesHandler>();
        services.AddSingleton<MessageReader>();
        services.AddSingleton(provider => new MessagePreviews(
            provider.GetRequiredService<IDbContextFactory<TicketingDbContext>>(), provider.GetRequiredService<MessageSamples>(),
            provider.GetRequiredService<IOptions<SiteOptions>>()));
        services.AddSingleton<MessageDispatcher>();
        services.AddHostedService<MessageWorker>();
        return services
            .AddMailJob<MessageMails>(MessageMails.Type, (mails, job, cancellationToken) => mails.SendAsync(job, cancellationToken))
            .AddMailJob<MessageMails>(MessageMails.TestType, (mails, job, cancellationToken) => mails.SendTestAsync(job, cancellationToken));
    }
}
