namespace Ticketing.Core.Publishing;

/// <summary>Sentences of problems that the stored state shows; also the resource keys.</summary>
public static class DraftSentences
{
    public const string DateRemoved = "A published date cannot be removed: cancel it instead.";
    public const string DateBegun = "This date has begun: its times can no longer be changed.";
    public const string DateCancelled = "This date is cancelled: its times can no longer be changed.";
    public const string DatePostponed = "This date is postponed: set its new time with the published dates.";
    public const string DateTaken = "This date cannot be published: remove it and add it again.";
    public const string PlaceFixed = "Dates are on sale at this venue: make a new event for another venue or seating plan.";
    public const string SaleEmpty = "The sale of the date on {0} would end before it opens: let it open earlier or end later.";
    public const string CurrencyFixed = "Dates are on sale in this currency: make a new event for another one.";
    public const string PictureMissing = "This picture does not exist any more: upload it again, or use the artwork.";

    /// <summary>A warning: the presale can only be made when the event is published.</summary>
    public const string NoPresale = "Only holders of an access code can buy this price, and no presale sells its category: set one up with its codes once the event is published.";

    public const string SeriesUnreadable = "This repetition cannot be read: set it again.";
    public const string SeriesNotSupported = "This kind of repetition is not supported: repeat daily, weekly or monthly.";
    public const string SeriesTooLong = "A repetition makes at most 200 dates: let it end earlier.";
    public const string SeriesEndless = "Say when the repetition ends: on a day, or after a number of dates.";
    public const string SeriesEmpty = "This repetition makes no dates: change its days or its end.";

    /// <summary>Notes of scheduled publications that were stopped, in the place of an admin's note.</summary>
    public const string StoppedIncomplete = "It was not published at the set time, because something is missing or wrong.";

    /// <inheritdoc cref="StoppedIncomplete"/>
    public const string StoppedNotApproved = "It was not published at the set time, because the organization is not approved.";

    /// <inheritdoc cref="StoppedIncomplete"/>
    public const string StoppedLimit = "It was not published at the set time, because the plan allows no more events or dates.";

    /// <inheritdoc cref="StoppedIncomplete"/>
    public const string StoppedRight = "It was not published at the set time, because the member who set it may not publish any more.";

    /// <inheritdoc cref="StoppedIncomplete"/>
    public const string StoppedCancelled = "It was not published at the set time, because the event is cancelled.";

    /// <summary>The same of one that was taken off the schedule before its time.</summary>
    public const string StoppedEdited = "It is not published at the set time, because it was changed after the time was set.";
}
