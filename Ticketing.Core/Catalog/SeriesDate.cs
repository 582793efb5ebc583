namespace Ticketing.Core.Catalog;

/// <summary>A date of a series, in the venue's local time.</summary>
/// <param name="Moved">The hour does not exist that night, as the clocks go forward: the date was moved on by the gap.</param>
public sealed record SeriesDate(DateTime Local, bool Moved);

/// <summary>Why a rule makes no dates.</summary>
public enum SeriesRefusal
{
    /// <summary>It is no recurrence rule of RFC 5545, or contradicts itself.</summary>
    Unreadable,

    /// <summary>A rule that this site does not offer: by the hour, by the year, or with other parts than docs/organizations.md lists.</summary>
    NotSupported,

    /// <summary>It makes more than 200 dates.</summary>
    TooMany,

    /// <summary>It has neither COUNT nor UNTIL, or reaches further than twenty years.</summary>
    Endless,

    /// <summary>No date is left.</summary>
    Empty,
}
