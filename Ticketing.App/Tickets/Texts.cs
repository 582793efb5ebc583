namespace Ticketing.App.Tickets;

/// <summary>Names the resource files with the texts of orders and tickets.</summary>
public sealed class Texts;
