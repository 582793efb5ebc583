namespace Ticketing.Core.CheckIn;

/// <summary>What a scan says, in the words of <see cref="Common.EnumWords"/>.</summary>
public enum Verdict
{
    NotATicket,

    /// <summary>No key for its signature: the device has not synchronised.</summary>
    Unknown,

    NotGenuine,
    Void,
    Blocked,
    TooEarly,
    Over,
    WrongPerformance,
    WrongGate,
    AlreadyIn,
    Full,

    /// <summary>An exit of somebody who is not inside.</summary>
    NotInside,

    /// <summary>A rule that this version does not know: nobody enters by it.</summary>
    UpdateApp,
    Welcome,
    Goodbye,

    /// <summary>Of the merge only: another entry of the ticket came first.</summary>
    Duplicate,
}

public enum ScanKind
{
    Entry,
    Exit,

    /// <summary>Takes an earlier scan back.</summary>
    Undo,

    /// <summary>Nobody passed.</summary>
    Denied,
}

public enum ScanMethod
{
    Code,
    Manual,
    Scanner,
    Search,
    Kiosk,
    Group,
}

/// <summary>How often a ticket opens a gate.</summary>
public enum EntryPolicy
{
    /// <summary>One entry ever.</summary>
    Once,

    /// <summary>In again after an exit.</summary>
    Reentry,

    /// <summary>Once a day of the venue.</summary>
    Daily,

    /// <summary>Always.</summary>
    Free,
}

/// <summary>Bits 4 and 5 of a packed ticket's state.</summary>
public enum EntryState
{
    Never = 0,
    Inside = 1,
    Out = 2,
}

/// <summary>Whether a ticket admits; bits 0 to 3 of a packed ticket's state.</summary>
public enum AdmissionState
{
    Valid = 0,
    Refunded = 1,

    /// <summary>There is a newer ticket in its place, or its seat was exchanged.</summary>
    Replaced = 2,

    /// <summary>A dispute was lost; while it is open, the ticket admits.</summary>
    Disputed = 3,
    Cancelled = 4,

    /// <summary>Blocked by staff.</summary>
    Blocked = 5,

    /// <summary>The server cannot say: nobody enters by it.</summary>
    Unknown = 15,
}

/// <summary>What was noticed about a scan when it was merged. Flags refuse nothing: a scan is a fact.</summary>
public enum ScanRemark
{
    Duplicate,

    /// <summary>The ticket was revoked when the scan was made, or was revoked while its holder was inside.</summary>
    LateRevoked,
    OverCapacity,

    /// <summary>The device's clock was wrong by more than <see cref="CheckInTimes.ClockTolerance"/>.</summary>
    Clock,

    /// <summary>Closer to another entry than their uncertainties: the first one received counts.</summary>
    Undecidable,
}

/// <summary>What a device may do.</summary>
public enum DeviceCapability
{
    Scan,

    /// <summary>Look tickets up by name and order number.</summary>
    Search,

    /// <summary>Take scans back when they are older than five minutes.</summary>
    Undo,

    /// <summary>Let somebody in against the rules, with a reason.</summary>
    Override,
    Kiosk,
}

/// <summary>Times of devices.</summary>
public static class CheckInTimes
{
    /// <summary>How far the time of a device's request may be from the server's.</summary>
    public static readonly TimeSpan RequestTolerance = TimeSpan.FromMinutes(5);

    /// <summary>From this difference on, a device's own clock is worth a flag.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    /// <summary>How long the link to a new device can be used.</summary>
    public static readonly TimeSpan InviteLife = TimeSpan.FromHours(24);

    /// <summary>How long a device works after the end of its last performance, unless something else is set.</summary>
    public static readonly TimeSpan AfterLastEnd = TimeSpan.FromHours(6);

    /// <summary>Performances that begin within this time of another one are named when a ticket of theirs is shown.</summary>
    public static readonly TimeSpan NeighbourTime = TimeSpan.FromDays(3);

    /// <summary>How long the key of the search can be used without asking again.</summary>
    public static readonly TimeSpan ShiftLife = TimeSpan.FromHours(16);
}
