using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Localization;

namespace Ticketing.Infrastructure.Notifications.Mails.Templates;

/// <summary>Payload of the fact of an invitation to an organization.</summary>
/// <param name="Link">The page that accepts the invitation.</param>
/// <param name="Inviter">The name of who invites.</param>
/// <param name="Role">In the API's words.</param>
internal sealed record InvitationMailFact(
    string Email, string Link, string Locale, string Organization, string Inviter, string Role, DateTimeOffset ExpiresAt);

/// <summary>Payload of the facts that an admin has decided about an organization; the mail goes to an owner.</summary>
/// <param name="Link">The organization's first page.</param>
/// <param name="Reason">Why it was suspended; empty for an approval.</param>
internal sealed record DecisionMailFact(string Email, string Name, string Link, string Locale, string Organization, string Reason);

/// <summary>The mails about organizations.</summary>
internal static class OrganizationMailTemplates
{
    public static Mail Invited(InvitationMailFact fact, string siteName, ResourceTexts texts) => PersonalMail.Write(
        fact.Email, "", siteName, texts,
        texts["Invitation to {0}", fact.Organization],
        texts["You get this mail because {0} has entered your address at {1}.", fact.Inviter, siteName],
        body => body
            .Paragraph(texts["{0} invites you to work for {1} at {2}.", fact.Inviter, fact.Organization, siteName])
            .Facts((texts["Organization"], fact.Organization), (texts["Your role"], RoleOf(fact.Role, texts)))
            .Button(texts["Accept the invitation"], fact.Link)
            .Paragraph(texts["You need an account with this address; if you have none, you can create one first."])
            .Small(texts["The link works until {0} (UTC). If you do not know what this is about, you do not have to do anything.", VenueTime.When(fact.ExpiresAt.ToUniversalTime(), texts.Culture)]));

    public static Mail Approved(DecisionMailFact fact, string siteName, ResourceTexts texts) => Write(
        fact, siteName, texts,
        texts["{0} is approved", fact.Organization],
        body => body
            .Paragraph(texts["Your organization can sell now: published events are visible, and their tickets can be bought."])
            .Button(texts["Open the organization"], fact.Link));

    public static Mail Suspended(DecisionMailFact fact, string siteName, ResourceTexts texts) => Write(
        fact, siteName, texts,
        texts["{0} is suspended", fact.Organization],
        body => body
            .Paragraph(texts["Your organization's events are hidden and sell nothing for now. Tickets that were sold stay valid."])
            .Facts((texts["Reason"], fact.Reason))
            .Paragraph(texts["Reply to this mail if you have questions."])
            .Button(texts["Open the organization"], fact.Link));

    private static Mail Write(DecisionMailFact fact, string siteName, ResourceTexts texts, string subject, Action<MailBody> write) =>
        PersonalMail.Write(
            fact.Email, fact.Name, siteName, texts, subject,
            texts["You get this mail because your account at {0} is an owner of {1}.", siteName, fact.Organization], write);

    private static string RoleOf(string role, ResourceTexts texts) => role switch
    {
        "owner" => texts["Owner"],
        "manager" => texts["Manager"],
        "box-office" => texts["Box office"],
        "check-in" => texts["Check-in"],
        "analyst" => texts["Analyst"],
        _ => role,
    };
}
