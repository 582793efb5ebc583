namespace Ticketing.App.Shared;

/// <summary>The addresses of bulk refunds.</summary>
public static partial class AppUrls
{
    /// <summary>The file of a bulk refund's results.</summary>
    public const string OrganizerBulkRefundPattern = "/organizer/{slug}/refunds/{job:guid}/results.csv";

    public static string OrganizerBulkRefund(string slug, Guid ofEvent, Guid job) => $"{OrganizerHome(slug)}/events/{ofEvent}/refunds/{job}";

    public static string OrganizerBulkRefundFile(string slug, Guid job) => $"{OrganizerHome(slug)}/refunds/{job}/results.csv";
}
