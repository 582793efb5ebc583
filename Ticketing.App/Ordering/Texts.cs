namespace Ticketing.App.Ordering;

/// <summary>Names the resource files with the texts of checkout and orders.</summary>
public sealed class Texts;
