namespace Ticketing.App.Seating;

/// <summary>Stand-in.</summary>
public sealed class Texts;
