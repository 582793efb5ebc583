namespace Ticketing.App.Shared;

/// <summary>The addresses of the box office and of allotments.</summary>
public static partial class AppUrls
{
    /// <summary>The dates that the box office sells, with the member's shift.</summary>
    public static string OrganizerSell(string slug) => OrganizerHome(slug) + "/sell";

    /// <summary>The same, with a page of shifts.</summary>
    /// <param name="after">The last shift of the page before.</param>
    public static string OrganizerShifts(string slug, Guid after) => WithQuery(OrganizerSell(slug), ("after", after.ToString()));

    /// <summary>The page that sells a date.</summary>
    public static string OrganizerSellDate(string slug, Guid performance) => $"{OrganizerSell(slug)}/{performance}";

    /// <summary>The allotments of an event's dates.</summary>
    /// <param name="performance">The date; null: the next one.</param>
    public static string OrganizerHolds(string slug, Guid eventId, Guid? performance = null) =>
        WithQuery($"{OrganizerHome(slug)}/events/{eventId}/holds", ("date", performance?.ToString()));

    /// <summary>All valid tickets of the order for a receipt printer.</summary>
    public static string OrderReceipt(string number) => Order(number) + "/receipt.pdf";

    public const string ApiPerformanceAllotments = ApiOrganizer + "/performances/{id:guid}/allotments";

    public const string ApiAllotments = ApiOrganizer + "/allotments/{allotment:guid}";

    public const string ApiBoxOffice = ApiOrganizer + "/performances/{id:guid}/box-office";

    public const string ApiShifts = ApiOrganizations + "/{id:guid}/shifts";
}
