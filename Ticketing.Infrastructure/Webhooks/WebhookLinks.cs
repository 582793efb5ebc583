namespace Ticketing.Infrastructure.Webhooks;

/// <summary>Builds the link in the mail about a disabled endpoint; supplied by the application.</summary>
/// <param name="Endpoint">The back office's page of an endpoint.</param>
public sealed record WebhookLinks(Func<Guid, Uri> Endpoint);
