namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    public const string ApiOrders = Api + "/orders";

    /// <summary>The buyer's running holds, as JSON.</summary>
    public const string Basket = "/basket";

    /// <summary>The checkout with the buyer's details open again.</summary>
    public static string CheckoutDetails(Guid holdId) => Checkout(holdId) + "?edit=true";

    /// <summary>The checkout after an unpaid return from a bank's page; it shows the reason.</summary>
    public static string CheckoutUnpaid(Guid holdId) => Checkout(holdId) + "?payment=unpaid";

    /// <summary>Return address for a bank's page.</summary>
    public static string PaymentReturn(Guid holdId) => Checkout(holdId) + "/return";

    internal const string PaymentStagePattern = "/checkout/{id:guid}/stage";

    /// <summary>The payment's stage as one word.</summary>
    public static string PaymentStage(Guid holdId) => Checkout(holdId) + "/stage";

    public static string ApiOrder(Guid id) => $"{ApiOrders}/{id}";

    public static string TicketQr(Guid id) => $"{Api}/tickets/{id}/qr.svg";

    public static string TicketPdf(Guid id) => $"{Api}/tickets/{id}/ticket.pdf";
}
