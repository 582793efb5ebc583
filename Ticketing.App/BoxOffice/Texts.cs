namespace Ticketing.App.BoxOffice;

/// <summary>Marker of this feature's resource files.</summary>
public sealed class Texts;
