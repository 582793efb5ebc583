namespace Ticketing.Tests.Integration;

/// <summary>Mails on their way from the outbox to the mail server.</summary>
internal static class WaitingMails
{
    /// <summary>A query of their number: facts that lead to a mail and whose mail has not been begun, and unfinished jobs.</summary>
    public const string Count =
        """
        select (select count(*) from mail_jobs) + (
          select count(*) from outbox o
          where (o.aggregatetype = 'account' or o.type in ('member.invited', 'order.paid', 'order.mail-requested', 'order.link-requested', 'order.cancelled', 'order.changed',
              'order.refunded', 'order.partially-refunded', 'order.refund-failed', 'order.late-payment-returned'))
            and not exists (select from sent_mails s where s.event_id = o.id))
        """;
}
