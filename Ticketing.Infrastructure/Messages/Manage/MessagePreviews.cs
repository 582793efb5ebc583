using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Messages.Texts;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Messages.Manage;

/// <summary>A message as a recipient gets it.</summary>
/// <param name="Html">A document of its own, for a frame without scripts.</param>
public sealed record MessagePreview(string Subject, string Html);

/// <summary>Shows what is being typed in the frame of mails, with the values of the newest order of the audience.</summary>
public sealed class MessagePreviews
{
    private readonly IDbContextFactory<TicketingDbContext> _contexts;
    private readonly MessageSamples _samples;
    private readonly IOptions<SiteOptions> _site;

    internal MessagePreviews(IDbContextFactory<TicketingDbContext> contexts, MessageSamples samples, IOptions<SiteOptions> site) =>
        (_contexts, _samples, _site) = (contexts, samples, site);

    /// <param name="language"><c>en</c> or <c>de</c>.</param>
    /// <returns>Null: the caller does not run the organization, or the audience or a text is invalid.</returns>
    public async Task<MessagePreview?> RenderAsync(
        OrganizationId organization, MessageTerms terms, string language, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(caller);
        var text = language == "de" ? terms.German : terms.English;
        if (!ManageMessagesHandler.Reaches(caller, organization, terms.Audience.Event) || terms.Audience.Faults().Count > 0
            || text.Subject.Length > MessageText.SubjectLengthMax || text.Body.Length > MessageText.BodyLengthMax)
        {
            return null;
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (!await OrganizationReader.ExistsAsync(db, organization, cancellationToken))
        {
            return null;
        }

        var texts = new ResourceTexts(typeof(MailTexts), OrderLanguage.Of(language));
        var values = await _samples.ReadAsync(organization, terms.Audience, texts, cancellationToken);
        var seller = await OrganizationReader.GetAsync(db, organization, cancellationToken);
        var mail = MessageMailTemplates.Write(values.Fill(text), seller.Email, values.Name, seller, _site.Value.Name, texts);
        return new MessagePreview(mail.Subject, mail.Html);
    }
}
