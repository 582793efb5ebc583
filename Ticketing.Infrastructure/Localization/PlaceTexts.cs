namespace Ticketing.Infrastructure.Localization;

/// <summary>Marker type of the resource files with the names of seats and places.</summary>
internal sealed class PlaceTexts;
