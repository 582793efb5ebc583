namespace Ticketing.Infrastructure.Organizations;

/// <summary>Builds the links in mails about organizations; supplied by the application.</summary>
/// <param name="Invitation">From an invitation's secret: the page that accepts it.</param>
/// <param name="Home">From an organization's slug: its first page.</param>
public sealed record OrganizationLinks(Func<string, Uri> Invitation, Func<string, Uri> Home);
