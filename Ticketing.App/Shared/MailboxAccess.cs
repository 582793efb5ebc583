namespace Ticketing.App.Shared;

/// <summary>Whether the pages with all sent mails exist: in Development, on addresses that only this machine reaches.</summary>
public sealed record MailboxAccess(bool IsOpen);
