namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>Marker type of the resource files with the texts of mails.</summary>
internal sealed class MailTexts;
