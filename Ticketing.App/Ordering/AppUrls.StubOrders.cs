namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    public static string OrganizerOrder(string slug, string number) => slug.Length > 0 ? AdminOrder(number) : AdminOrders;
}
