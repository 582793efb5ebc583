namespace Ticketing.App.WaitingRoom;

/// <summary>Names the resource files with the texts of the waiting room.</summary>
public sealed class Texts;
