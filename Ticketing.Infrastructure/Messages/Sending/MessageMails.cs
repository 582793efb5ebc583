using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Messages.Texts;
using Ticketing.Infrastructure.Notifications;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Messages.Sending;

/// <summary>Payload of the mail job of a recipient; the job's aggregate is the order.</summary>
internal sealed record MessageRecipientMail(Guid Message);

/// <summary>Payload of the mail job of a test.</summary>
internal sealed record MessageTest(Guid Message, string Email, string Name, string Locale);

/// <summary>
/// Sends the mails of messages. The text, the order and the address are read when the mail is made: a corrected address gets it, an erased
/// buyer does not. A mail that is not its recipient's current one, or whose message was stopped, is obsolete.
/// </summary>
internal sealed class MessageMails(
    IDbContextFactory<TicketingDbContext> contexts, OrderReader orders, OrderTokens tokens, SendOnce sendOnce, MailLinks links,
    MessageSamples samples, IOptions<SiteOptions> site, TimeProvider time)
{
    public const string Type = "message.mail";
    public const string TestType = "message.test";

    public static string PayloadOf(Guid message) => JsonSerializer.Serialize(new MessageRecipientMail(message), JsonSerializerOptions.Web);

    /// <summary>To a recipient.</summary>
    public async Task SendAsync(MailJob job, CancellationToken cancellationToken)
    {
        var message = job.Read<MessageRecipientMail>().Message;
        var order = OrderId.From(Guid.Parse(job.AggregateId, CultureInfo.InvariantCulture));
        try
        {
            var delivery = await sendOnce.SendAsync(job.Id, order, stop => ComposeAsync(job.Id, message, order, stop), cancellationToken);
            await RecordAsync(job.Id, message, order, delivery switch
            {
                MailDelivery.Accepted => (RecipientState.Sent, null),
                MailDelivery.Undeliverable => (RecipientState.Failed, RecipientError.Address),
                null => (RecipientState.Skipped, null),
            }, cancellationToken);
        }
        catch (Exception) when (job.Attempt >= MailJobDispatcher.AttemptsMax && !cancellationToken.IsCancellationRequested)
        {
            // The job is parked by its exception; the organizer sees it among the failures.
            await RecordAsync(job.Id, message, order, (RecipientState.Failed, RecipientError.Server), cancellationToken);
            throw;
        }
    }

    /// <summary>To a member who tries the message.</summary>
    public Task SendTestAsync(MailJob job, CancellationToken cancellationToken)
    {
        var test = job.Read<MessageTest>();
        return sendOnce.SendAsync(job.Id, async stop =>
        {
            await using var db = await contexts.CreateDbContextAsync(stop);
            if (await FindAsync(db, test.Message, stop) is not { } message)
            {
                return null;
            }

            var texts = TextsOf(test.Locale);
            var organization = await OrganizationReader.GetAsync(db, message.OrganizationId, stop);
            var values = await samples.ReadAsync(message.OrganizationId, MessageAudience.Read(message.Audience), texts, stop);
            return MessageMailTemplates.WriteTest(
                values.Fill(test.Locale == "de" ? message.German : message.English), test.Email, test.Name, organization, site.Value.Name, texts);
        }, cancellationToken);
    }

    private async Task<Mail?> ComposeAsync(Guid mail, Guid id, OrderId order, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var recipient = await db.Set<MessageRecipient>().AsNoTracking()
            .SingleOrDefaultAsync(found => found.MessageId == id && found.OrderId == order, cancellationToken);
        if (recipient?.MailId != mail || await FindAsync(db, id, cancellationToken) is not { Status: MessageStatus.Sending or MessageStatus.Sent } message)
        {
            return null;
        }

        if (await orders.FindAsync(order, OrderMails.SystemVisitor, cancellationToken) is not { } view
            || view.Order.Email == ForgetBuyerHandler.ErasedEmail || view.Organization.Status == OrganizationStatus.Suspended)
        {
            return null;
        }

        var texts = TextsOf(view.Order.Locale);
        var link = links.Order(view.Order.Number, await tokens.OfAsync(view.Order, cancellationToken));
        return MessageMailTemplates.Write(
            MessageValues.Of(view, link.AbsoluteUri, texts).Fill(message.TextFor(view.Order.Locale)), view.Order.Email, view.Order.Name,
            view.Organization, site.Value.Name, texts);
    }

    // Only the recipient's current mail decides.
    private async Task RecordAsync(
        Guid mail, Guid message, OrderId order, (RecipientState State, RecipientError? Error) result, CancellationToken cancellationToken)
    {
        var now = time.GetDatabaseNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<MessageRecipient>()
            .Where(recipient => recipient.MessageId == message && recipient.OrderId == order && recipient.MailId == mail)
            .ExecuteUpdateAsync(
                set => set.SetProperty(recipient => recipient.State, result.State).SetProperty(recipient => recipient.Error, result.Error)
                    .SetProperty(recipient => recipient.UpdatedAt, now),
                cancellationToken);

        // A mail that staff have tried again after the end: what was counted then is no longer true.
        await db.Set<BuyerMessage>().Where(sent => sent.Id == message && sent.Status == MessageStatus.Sent && sent.SentCount != null)
            .ExecuteUpdateAsync(set => set.SetProperty(sent => sent.SentCount, (int?)null), cancellationToken);
    }

    private static Task<BuyerMessage?> FindAsync(TicketingDbContext db, Guid id, CancellationToken cancellationToken) =>
        db.Set<BuyerMessage>().AsNoTracking().SingleOrDefaultAsync(message => message.Id == id, cancellationToken);

    private static ResourceTexts TextsOf(string locale) => new(typeof(MailTexts), OrderLanguage.Of(locale));
}
