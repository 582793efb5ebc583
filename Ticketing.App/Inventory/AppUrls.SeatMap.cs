namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    /// <summary>The script of the seat page; it imports the rest.</summary>
    public const string SeatMapScript = "/js/seatmap/page.js";

    public static string SeatMapModule(string name) => $"/js/seatmap/{name}.js";

    /// <summary>The drawing of a compiled plan; what is behind an address never changes.</summary>
    public static string PlanGeometry(string compiledPlanId) => $"/plans/{Uri.EscapeDataString(compiledPlanId)}.json";
}
