namespace Ticketing.App.BackOffice;

/// <summary>Marks the back office's texts (<c>Texts.de.resx</c>).</summary>
public sealed class Texts;
