namespace Ticketing.App.Shared;

/// <summary>Marks the platform's texts: English in the markup, other languages beside this file.</summary>
internal sealed class Texts;
