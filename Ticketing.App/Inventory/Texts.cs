namespace Ticketing.App.Inventory;

/// <summary>Marks the texts of the seat map and the basket; the English text is the key.</summary>
public sealed class Texts;
