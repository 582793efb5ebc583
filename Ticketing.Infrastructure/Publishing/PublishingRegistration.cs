using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Infrastructure.Publishing.Drafts;
using Ticketing.Infrastructure.Publishing.Plans;
using Ticketing.Infrastructure.Publishing.Publish;
using Ticketing.Infrastructure.Publishing.Review;

namespace Ticketing.Infrastructure.Publishing;

public static class PublishingRegistration
{
    /// <summary>
    /// Adds drafts of events and their publication. Needs the catalogue with venues and pictures, seating plans, inventory, organizations and
    /// data protection.
    /// </summary>
    /// <param name="links">Builds the links in mails.</param>
    public static IServiceCollection AddPublishing(this IServiceCollection services, Func<IServiceProvider, PublishingLinks> links) => services
        .AddSingleton(links)
        .AddSingleton<DraftReading>()
        .AddSingleton<IPictureUses, DraftPictures>()
        .AddSingleton<EventDrafts>()
        .AddSingleton<EventMails>()
        .AddSingleton<Publication>()
        .AddSingleton<EventPublisher>()
        .AddSingleton<EventStates>()
        .AddSingleton<PlanUpdateReader>()
        .AddSingleton<PlanUpdates>()
        .AddSingleton<EventReviews>()
        .AddSingleton<EventPreviews>()
        .AddSingleton<ScheduledPublications>()
        .AddHostedService<ScheduleWorker>();
}
