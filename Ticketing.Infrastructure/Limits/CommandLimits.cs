namespace Ticketing.Infrastructure.Limits;

/// <summary>How many commands of one account are accepted within a window; see <see cref="CommandCounter"/>.</summary>
/// <param name="Name">What is done, kebab-case; part of the Redis keys.</param>
/// <param name="Window">From the first command that counts.</param>
public sealed record CommandLimit(string Name, int PerAccount, TimeSpan Window);

/// <summary>
/// The limits of commands that come over circuits, where no request can be counted. The numbers are far above what a person does by hand.
/// </summary>
public static class CommandLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>Webhooks created, changed, enabled, disabled and deleted, and secrets replaced.</summary>
    public static readonly CommandLimit WebhookChanges = new("webhook-change", 60, Window);

    /// <summary>Tests, and deliveries sent again: each makes this site send requests.</summary>
    public static readonly CommandLimit WebhookSends = new("webhook-send", 60, Window);

    /// <summary>Invitations made, and sent again: each sends a mail to an address typed by the user.</summary>
    public static readonly CommandLimit Invitations = new("invitation", 50, TimeSpan.FromHours(1));

    /// <summary>Pictures uploaded: each is decoded and encoded again, and stored.</summary>
    public static readonly CommandLimit PictureUploads = new("picture-upload", 30, Window);

    /// <summary>Buyers and attendees edited, seats exchanged, notes written, orders marked.</summary>
    public static readonly CommandLimit OrderChanges = new("order-change", 300, Window);

    /// <summary>Organizations founded, settings and roles changed, members removed and left, invitations revoked.</summary>
    public static readonly CommandLimit OrganizationChanges = new("organization-change", 60, Window);

    /// <summary>Synonyms of the search added and removed.</summary>
    public static readonly CommandLimit SearchChanges = new("search-change", 60, Window);

    /// <summary>Organizers followed, and not any more.</summary>
    public static readonly CommandLimit Follows = new("follow", 100, Window);

    /// <summary>Venues added and changed, and seating plans made: each changes what others read, or compiles a plan.</summary>
    public static readonly CommandLimit PlaceChanges = new("place-change", 60, Window);

    /// <summary>Edits of seating plans, and leases renewed: the designer saves every few seconds.</summary>
    public static readonly CommandLimit PlanEdits = new("plan-edit", 2_000, Window);

    /// <summary>Seating plans saved as a version, restored, published and read from files: each lays out all seats or reads a large file.</summary>
    public static readonly CommandLimit PlanVersions = new("plan-version", 120, Window);

    /// <summary>Promo campaigns created, changed and deleted, and codes made.</summary>
    public static readonly CommandLimit CampaignChanges = new("campaign-change", 60, Window);

    /// <summary>Presales created, changed and deleted, codes made and revoked.</summary>
    public static readonly CommandLimit PresaleChanges = new("presale-change", 120, Window);

    /// <summary>Extras of events created, changed, sorted, removed and restored.</summary>
    public static readonly CommandLimit ExtraChanges = new("extra-change", 120, Window);

    /// <summary>Questions of events created, changed, sorted, removed and restored.</summary>
    public static readonly CommandLimit QuestionChanges = new("question-change", 240, Window);

    /// <summary>Exports of orders and attendees: each reads up to a million rows.</summary>
    public static readonly CommandLimit Exports = new("export", 30, Window);

    /// <summary>Messages to buyers made, saved and deleted.</summary>
    public static readonly CommandLimit MessageChanges = new("message-change", 200, Window);

    /// <summary>Messages sent, stopped and resent, and test mails.</summary>
    public static readonly CommandLimit MessageSends = new("message-send", 60, Window);

    /// <summary>Drafts of events saved: the editor saves a field at a time.</summary>
    public static readonly CommandLimit DraftSaves = new("draft-save", 900, Window);

    /// <summary>Events started, published, hidden, cancelled, and their dates changed.</summary>
    public static readonly CommandLimit EventChanges = new("event-change", 120, Window);

    /// <summary>Allotments created, changed and released.</summary>
    public static readonly CommandLimit AllotmentChanges = new("allotment-change", 200, Window);

    /// <summary>Seats held and given back at the box office: each click on the map is one.</summary>
    public static readonly CommandLimit BoxOfficeHolds = new("box-office-hold", 3_000, Window);

    /// <summary>Orders sold at the box office.</summary>
    public static readonly CommandLimit BoxOfficeSales = new("box-office-sale", 600, Window);

    /// <summary>Shifts opened and closed.</summary>
    public static readonly CommandLimit ShiftChanges = new("shift-change", 60, Window);

    /// <summary>Devices made, changed, ended and sent commands.</summary>
    public static readonly CommandLimit DeviceChanges = new("device-change", 300, Window);

    /// <summary>Gates made and changed, tickets blocked, scans taken back.</summary>
    public static readonly CommandLimit DoorChanges = new("door-change", 300, Window);
}
