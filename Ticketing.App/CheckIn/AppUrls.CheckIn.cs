namespace Ticketing.App.Shared;

/// <summary>The addresses of the door.</summary>
public static partial class AppUrls
{
    /// <summary>The app of the door, and below.</summary>
    public const string CheckInApp = "/checkin";

    /// <summary>Requests that devices sign.</summary>
    public const string ApiCheckIn = Api + "/checkin";

    /// <summary>The link that makes a phone a device. The token is in the fragment, which browsers do not send.</summary>
    public static string EnrolDevice(string token) => $"{CheckInApp}/enrol#{token}";

    /// <summary>Performances with their gates.</summary>
    public static string OrganizerCheckIn(string slug) => $"{OrganizerHome(slug)}/check-in";

    /// <summary>The door of a performance, live.</summary>
    public static string OrganizerDoor(string slug, Guid performance) => $"{OrganizerCheckIn(slug)}/{performance}";

    /// <summary>The devices of an organization.</summary>
    public static string OrganizerDevices(string slug) => $"{OrganizerHome(slug)}/devices";

    /// <summary>The scans of a performance as a CSV file.</summary>
    public static string OrganizerScans(string slug, Guid performance) => $"{OrganizerDoor(slug, performance)}/scans.csv";

    internal const string OrganizerScansPattern = Organizer + "/{slug}/check-in/{performance:guid}/scans.csv";
}
