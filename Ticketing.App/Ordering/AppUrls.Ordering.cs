namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    public const string ApiOrders = Api + "/orders";

    /// <summary>The checkout with the buyer's details open again.</summary>
    public static string CheckoutDetails(Guid holdId) => Checkout(holdId) + "?edit=true";

    /// <summary>The checkout for a buyer who was at a bank's page and has not paid: it says why.</summary>
    public static string CheckoutUnpaid(Guid holdId) => Checkout(holdId) + "?payment=unpaid";

    /// <summary>Where a bank's page leads back to.</summary>
    public static string PaymentReturn(Guid holdId) => Checkout(holdId) + "/return";

    internal const string PaymentStagePattern = "/checkout/{id:guid}/stage";

    /// <summary>One word: how far the payment is.</summary>
    public static string PaymentStage(Guid holdId) => Checkout(holdId) + "/stage";

    public static string ApiOrder(Guid id) => $"{ApiOrders}/{id}";

    public static string TicketQr(Guid id) => $"{Api}/tickets/{id}/qr.svg";

    public static string TicketPdf(Guid id) => $"{Api}/tickets/{id}/ticket.pdf";
}
