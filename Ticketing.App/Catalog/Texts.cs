namespace Ticketing.App.Catalog;

/// <summary>Marks the catalogue's texts: English in the markup, other languages beside this file.</summary>
internal sealed class Texts;
