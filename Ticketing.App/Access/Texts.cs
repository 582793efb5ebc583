namespace Ticketing.App.Access;

/// <summary>The texts of this feature: the key is the English text, <c>Texts.de.resx</c> holds the German.</summary>
public sealed class Texts;
