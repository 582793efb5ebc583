namespace Ticketing.App.Platform;

public static partial class AppUrls
{
    public const string ApiOrders = Api + "/orders";

    /// <summary>The checkout with the buyer's details open again.</summary>
    public static string CheckoutDetails(Guid holdId) => Checkout(holdId) + "?edit=true";

    public static string ApiOrder(Guid id) => $"{ApiOrders}/{id}";

    public static string TicketQr(Guid id) => $"{Api}/tickets/{id}/qr.svg";

    public static string TicketPdf(Guid id) => $"{Api}/tickets/{id}/ticket.pdf";
}
