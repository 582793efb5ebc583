namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    /// <summary>Entry module of the seat page; it imports the others.</summary>
    public const string SeatMapScript = "/js/seatmap/page.js";

    public static string SeatMapModule(string name) => $"/js/seatmap/{name}.js";

    /// <summary>The geometry of a compiled plan; immutable.</summary>
    public static string PlanGeometry(string compiledPlanId) => $"/plans/{Uri.EscapeDataString(compiledPlanId)}.json";
}
