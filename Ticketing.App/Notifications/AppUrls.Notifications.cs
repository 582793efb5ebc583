namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    /// <summary>The mailbox with the mails to one address.</summary>
    public static string MailboxOf(string? recipient) =>
        string.IsNullOrWhiteSpace(recipient) ? Mailbox : $"{Mailbox}?to={Uri.EscapeDataString(recipient)}";

    public static string MailboxMail(Guid id) => $"{Mailbox}/{id}";

    /// <summary>The mail's HTML, for the frame that shows it.</summary>
    public static string MailboxHtml(Guid id) => $"{Mailbox}/{id}/html";

    public static string MailboxFile(Guid id, int number) => FormattableString.Invariant($"{Mailbox}/{id}/files/{number}");

    /// <summary>The raw message.</summary>
    public static string MailboxSource(Guid id) => $"{Mailbox}/{id}/source";
}
