namespace Ticketing.Infrastructure.Organizations.Followers;

/// <summary>Builds the links in mails to followers; supplied by the application.</summary>
/// <param name="Event">From an event's slug: its page.</param>
/// <param name="StopMails">From a token of <see cref="FollowerTokens"/>: the page that stops the mails.</param>
/// <param name="Unsubscribe">From such a token: stops the mails by a POST (RFC 8058).</param>
/// <param name="Following">The account's list of organizers.</param>
public sealed record FollowerLinks(Func<string, Uri> Event, Func<string, Uri> StopMails, Func<string, Uri> Unsubscribe, Uri Following);
