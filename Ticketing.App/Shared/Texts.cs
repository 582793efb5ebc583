namespace Ticketing.App.Shared;

/// <summary>Resource marker of the shared texts: the key is the English text, <c>Texts.de.resx</c> holds the German.</summary>
internal sealed class Texts;
