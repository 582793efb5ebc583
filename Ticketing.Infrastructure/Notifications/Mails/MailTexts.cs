namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>Resource marker of the texts of mails.</summary>
internal sealed class MailTexts;
