using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Notifications;
using Ticketing.Infrastructure.Notifications.Mails.Templates;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Messages.Texts;

/// <summary>
/// Values for previews and tests: those of the newest order of the audience, or invented ones while there is none. The link has no token: only
/// the buyer's own mail opens the order.
/// </summary>
internal sealed class MessageSamples(NpgsqlDataSource database, OrderReader orders, MailLinks links)
{
    private const string SampleNumber = "T-7K3M9Q2X";

    public async Task<MessageValues> ReadAsync(
        OrganizationId organization, MessageAudience audience, ResourceTexts texts, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var newest = await MessageAudiences.FindNewestAsync(connection, organization, audience, cancellationToken);
        if (newest is { } id && await orders.FindAsync(id, OrderMails.SystemVisitor, cancellationToken) is { } view)
        {
            return MessageValues.Of(view, links.Page(view.Order.Number).AbsoluteUri, texts);
        }

        var (title, date) = MessageMailTemplates.Samples(texts);
        return new MessageValues("Ada Lovelace", title, date, SampleNumber, links.Page(SampleNumber).AbsoluteUri);
    }
}
