using Ticketing.Infrastructure.Localization;

namespace Ticketing.Infrastructure.Notifications.Mails.Templates;

/// <summary>Payload of the fact that a mail goes to an account's holder.</summary>
internal sealed record AccountMailFact(string Email, string Name, string Link, string Locale);

/// <summary>The mails about accounts.</summary>
internal static class AccountMailTemplates
{
    public static Mail ConfirmEmail(AccountMailFact fact, string siteName, ResourceTexts texts) => Write(
        fact, siteName, texts,
        texts["Confirm your e-mail address"],
        body => body
            .Paragraph(texts["Welcome! Confirm that this address is yours with the password that you have chosen, and your account is ready: tickets that you bought with it as a guest can be added there."])
            .Button(texts["Confirm address"], fact.Link)
            .Small(texts["If you did not create an account, you do not have to do anything."]));

    public static Mail ResetPassword(AccountMailFact fact, string siteName, ResourceTexts texts) => Write(
        fact, siteName, texts,
        texts["Set a new password"],
        body => body
            .Paragraph(texts["Somebody, hopefully you, asked for a new password for your account. Set it with this link:"])
            .Button(texts["Set a new password"], fact.Link)
            .Small(texts["The link works for a short time and only once. If it was not you, ignore this mail: your password stays as it is."]));

    public static Mail AlreadyRegistered(AccountMailFact fact, string siteName, ResourceTexts texts) => Write(
        fact, siteName, texts,
        texts["You already have an account"],
        body => body
            .Paragraph(texts["Somebody, hopefully you, wanted to create an account with this address. There is one already: sign in, or set a new password if you have forgotten yours."])
            .Button(texts["Sign in"], fact.Link)
            .Small(texts["If it was not you, you do not have to do anything."]));

    public static Mail ChangeEmail(AccountMailFact fact, string siteName, ResourceTexts texts) => Write(
        fact, siteName, texts,
        texts["Confirm your new e-mail address"],
        body => body
            .Paragraph(texts["You want to use this address for your account from now on. Confirm it with this link:"])
            .Button(texts["Confirm address"], fact.Link)
            .Small(texts["If it was not you, ignore this mail: nothing changes."]));

    public static Mail EmailChanged(AccountMailFact fact, string siteName, ResourceTexts texts) => Write(
        fact, siteName, texts,
        texts["Your e-mail address was changed"],
        body => body
            .Paragraph(texts["Your account has another e-mail address now. This one is no longer used for it."])
            .Paragraph(texts["If it was not you, reply to this mail at once."])
            .Button(texts["Sign in"], fact.Link));

    public static Mail PasswordChanged(AccountMailFact fact, string siteName, ResourceTexts texts) => Write(
        fact, siteName, texts,
        texts["Your password was changed"],
        body => body
            .Paragraph(texts["The password of your account was changed just now."])
            .Paragraph(texts["If it was not you, set a new one at once:"])
            .Button(texts["Sign in"], fact.Link));

    public static Mail ManyFailures(AccountMailFact fact, string siteName, ResourceTexts texts) => Write(
        fact, siteName, texts,
        texts["Many failed attempts to sign in"],
        body => body
            .Paragraph(texts["Somebody has tried many times to sign in to your account and failed. You are not locked out: browsers in which you have signed in before still let you in, and passkeys always do."])
            .Paragraph(texts["If it was not you, use a long password that you use nowhere else, and switch on two-step sign-in."])
            .Button(texts["Sign in"], fact.Link));

    private static Mail Write(AccountMailFact fact, string siteName, ResourceTexts texts, string subject, Action<MailBody> write) =>
        PersonalMail.Write(
            fact.Email, fact.Name, siteName, texts, subject,
            texts["You get this mail because of an account with this address at {0}.", siteName], write);
}
