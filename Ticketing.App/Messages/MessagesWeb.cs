using Ticketing.App.Messages.Api;
using Ticketing.Infrastructure.Messages;

namespace Ticketing.App.Messages;

/// <summary>Messages of organizers to buyers: their pages and API.</summary>
internal static class MessagesWeb
{
    public static IServiceCollection AddMessagesWeb(this IServiceCollection services) => services.AddMessages();

    public static void MapMessages(this WebApplication app) => app.MapMessagesApi();
}
