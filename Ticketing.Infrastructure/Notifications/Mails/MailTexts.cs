namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>Names the resource files with the texts of mails.</summary>
internal sealed class MailTexts;
