namespace Ticketing.Infrastructure.Tickets;

/// <summary>Marker type of the resource files with the texts of printed tickets.</summary>
internal sealed class TicketTexts;
