namespace Ticketing.App.Payments;

/// <summary>Marks the texts about paying: English in the markup, other languages beside this file.</summary>
internal sealed class Texts;
