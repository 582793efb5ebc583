using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.Catalog.Venues;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Core.Publishing;
using Ticketing.Core.Seating;

namespace Ticketing.App.Publishing;

/// <summary>Sentences and names of the pages about events in preparation.</summary>
internal static class PublishingTexts
{
    /// <summary>The zone of times while no venue is chosen.</summary>
    public const string NoZone = "Etc/UTC";

    public static string Describe(DraftStep step, IStringLocalizer<Texts> L) => step switch
    {
        DraftStep.Details => L["Details"],
        DraftStep.Dates => L["Dates"],
        DraftStep.Plan => L["Venue and plan"],
        DraftStep.Prices => L["Prices"],
        DraftStep.Sale => L["Sale"],
        DraftStep.Review => L["Review"],
    };

    public static string Describe(PublishingStage stage, IStringLocalizer<Texts> L) => stage switch
    {
        PublishingStage.Draft => L["Draft"],
        PublishingStage.InReview => L["In review"],
        PublishingStage.Published => L["Published"],
        PublishingStage.Hidden => L["Hidden"],
        PublishingStage.Cancelled => L["Cancelled"],
    };

    public static string BadgeOf(PublishingStage stage) => stage switch
    {
        PublishingStage.Draft => "",
        PublishingStage.InReview => "badge-info",
        PublishingStage.Published => "badge-success",
        PublishingStage.Hidden => "badge-warning",
        PublishingStage.Cancelled => "badge-danger",
    };

    public static string Describe(PerformanceStatus status, IStringLocalizer<Texts> L) => status switch
    {
        PerformanceStatus.Scheduled => L["Scheduled"],
        PerformanceStatus.Paused => L["Paused"],
        PerformanceStatus.Cancelled => L["Cancelled"],
        PerformanceStatus.Postponed => L["Postponed"],
        PerformanceStatus.Completed => L["Over"],
    };

    public static string BadgeOf(PerformanceStatus status) => status switch
    {
        PerformanceStatus.Scheduled => "badge-success",
        PerformanceStatus.Paused or PerformanceStatus.Postponed => "badge-warning",
        PerformanceStatus.Cancelled => "badge-danger",
        PerformanceStatus.Completed => "",
    };

    public static string Describe(RefusedDraft refused, IStringLocalizer<Texts> L) => refused.Reason == DraftRefusal.LimitReached
        ? L["Your plan allows {0}, and they are used. Cancel or finish an event, or write to us for a larger plan.", refused.Limit]
        : refused.RefundLimit is { } limit
            ? L["You may refund up to {0} of one order, and the total of one is higher. Cancel without refunds, and ask an owner to refund them.", limit.Format(CultureInfo.CurrentCulture)]
        : Describe(refused.Reason, L);

    public static string Describe(DraftRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        DraftRefusal.NotFound => L["There is no such event in this organization, or your role does not allow this any more."],
        DraftRefusal.Outdated => L["Others have changed the event since you opened it. Look at their changes first."],
        DraftRefusal.Incomplete => L["Something is missing. The list below leads to each field."],
        DraftRefusal.InReview => L["The event is in review and cannot be changed. Take the submission back to go on editing."],
        DraftRefusal.NotApproved => L["Your organization is not approved yet. You can prepare everything, and publish after the approval."],
        DraftRefusal.LimitReached => L["Your plan allows no more events on sale or dates. Write to us for a larger plan."],
        DraftRefusal.WrongState => L["The event is in another state by now. Reload the page to see it."],
        DraftRefusal.Invalid => L["Check what you have entered: a reason is needed, times must be ahead, and a date cannot begin before its sale opens."],
        DraftRefusal.TooLarge => L["The event has too much text or too many dates. Shorten the story."],
        DraftRefusal.TooOften => L["You have changed too much within a few minutes. Wait a moment and try again."],
        DraftRefusal.ProofNeeded => L["Confirm first that it is you, then try again."],
        DraftRefusal.AboveLimit => L["You may not refund these orders. Cancel without refunds, and ask an owner to refund them."],
    };

    public static string Describe(RefusedBulkRefund refused, IStringLocalizer<Texts> L) => refused.Reason switch
    {
        BulkRefundRefusal.NotFound => Describe(DraftRefusal.NotFound, L),
        BulkRefundRefusal.WrongState => L["These orders are refunded already, or are being refunded."],
        BulkRefundRefusal.AboveLimit => refused.Limit is { } limit
            ? L["You may refund up to {0} of one order, and the total of one is higher. An owner can refund the orders.", limit.Format(CultureInfo.CurrentCulture)]
            : Describe(DraftRefusal.AboveLimit, L),
        BulkRefundRefusal.ProofNeeded => Describe(DraftRefusal.ProofNeeded, L),
        BulkRefundRefusal.TooOften => Describe(DraftRefusal.TooOften, L),
    };

    public static string Describe(PictureRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        PictureRefusal.NotFound => L["There is no such event in this organization, or your role does not allow this any more."],
        PictureRefusal.TooLarge => L["The picture is too large. Choose one of at most 10 MB and 50 megapixels."],
        PictureRefusal.NotAPicture => L["This file is no picture. Choose a JPEG, PNG or WebP file."],
        PictureRefusal.TooSmall => L["The picture is too small. It needs to be at least 640 pixels wide."],
        PictureRefusal.TooOften => L["Too many pictures were uploaded lately. Wait a few minutes and try again."],
    };

    public static string Describe(PlanRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        PlanRefusal.NotFound => L["This venue or plan does not exist any more. Reload the page."],
        PlanRefusal.Invalid => L["Enter a name for the plan."],
        PlanRefusal.LimitReached => L["Your plan allows no more seating plans. Write to us for a larger plan."],
        PlanRefusal.InUse => L["A date is sold by this plan, so it stays."],
        PlanRefusal.BeingEdited => L["Somebody else is editing this plan. Wait until they have finished."],
        PlanRefusal.TooOften => L["You have changed too much within a few minutes. Wait a moment and try again."],
    };

    public static string Describe(VenueRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        VenueRefusal.NotFound => L["This venue or plan does not exist any more. Reload the page."],
        VenueRefusal.Invalid => L["Nothing was saved. Check the marked fields."],
        VenueRefusal.TooOften => L["You have changed too much within a few minutes. Wait a moment and try again."],
    };

    public static string Describe(SeriesRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        SeriesRefusal.Unreadable => L["Enter the first date and how often it repeats."],
        SeriesRefusal.NotSupported => L["This repetition is not possible. Choose days, weeks or months."],
        SeriesRefusal.TooMany => L["A series has at most 200 dates. Choose an earlier end."],
        SeriesRefusal.Endless => L["Choose when the series ends."],
        SeriesRefusal.Empty => L["No date fits. Check the weekdays and the end."],
    };

    /// <summary>Whether a note is the site's own, about a scheduled publication, and no admin's.</summary>
    public static bool IsStopped(string note) => note
        is DraftSentences.StoppedIncomplete or DraftSentences.StoppedNotApproved or DraftSentences.StoppedLimit or DraftSentences.StoppedRight
        or DraftSentences.StoppedCancelled or DraftSentences.StoppedEdited;

    /// <summary>A problem in the reader's language.</summary>
    public static string Describe(DraftProblem problem, IStringLocalizer<Texts> L) => L[problem.Sentence, [.. problem.Arguments]];

    /// <summary>A field's name by its path, for notices.</summary>
    public static string FieldOf(string path, IStringLocalizer<Texts> L) => string.Join('.', DraftPaths.PartsOf(path).Take(2)) switch
    {
        "details.title" => L["Title"],
        "details.category" => L["Category"],
        "details.summary" => L["Summary"],
        "details.story" => L["Story"],
        "details.artworkSeed" or "details.picture" => L["Picture"],
        "place.venue" => L["Venue"],
        "place.plan" => L["Seating plan"],
        "prices.currency" => L["Currency"],
        "sale.opensAt" => L["Sale opens"],
        "sale.closesMinutesBefore" => L["Sale closes"],
        "sale.seatsPerOrderMax" => L["Seats an order"],
        "sale.seatsPerBuyerMax" => L["Seats a buyer"],
        "sale.holdMinutes" => L["Minutes in the basket"],
        "sale.noSingleSeats" => L["No single seats left over"],
        "sale.attendeeNames" => L["Attendee names"],
        "sale.waitingRoom" => L["Waiting room"],
        _ => DraftPaths.StepOf(path) is { } step ? Describe(step, L) : path,
    };

    /// <summary>A local date and time in the reader's language: <c>Sat 28 Nov 2026, 20:00</c>.</summary>
    public static string When(DateTime local) => local.ToString(
        CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "de" ? "ddd, d. MMM yyyy, HH:mm" : "ddd d MMM yyyy, HH:mm", CultureInfo.CurrentCulture);

    public static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
