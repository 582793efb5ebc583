namespace Ticketing.App.CheckIn;

/// <summary>Resource marker of this feature's texts: the key is the English text, <c>Texts.de.resx</c> holds the German.</summary>
public sealed class Texts;
