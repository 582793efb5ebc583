namespace Ticketing.Infrastructure.Tickets;

/// <summary>Names the resource files with the texts that are printed on tickets.</summary>
internal sealed class TicketTexts;
