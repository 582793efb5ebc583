using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Publishing;

/// <summary>Builds the links in mails about events; supplied by the application.</summary>
/// <param name="Draft">From an organization's slug and an event: the editor's last step.</param>
public sealed record PublishingLinks(Func<string, EventId, Uri> Draft);
