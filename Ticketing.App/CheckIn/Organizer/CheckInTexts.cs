using Microsoft.Extensions.Localization;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;

namespace Ticketing.App.CheckIn.Organizer;

/// <summary>Sentences about the door.</summary>
internal static class CheckInTexts
{
    public static string Describe(GateRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        GateRefusal.NotFound => L["We cannot find this gate or date any more. Reload the page."],
        GateRefusal.NameInvalid => L["Enter a name of at most 60 characters."],
        GateRefusal.NameTaken => L["The venue has a gate of this name already."],
        GateRefusal.SectionUnknown => L["Enter names of sections with commas."],
        GateRefusal.TierUnknown => L["Choose price categories of this date."],
        GateRefusal.TimesInvalid => L["The gate would close before it opens."],
        GateRefusal.CapacityInvalid => L["Enter a whole number from 0, or nothing for no limit."],
        GateRefusal.LimitReached => L["A venue can have at most 100 gates."],
        GateRefusal.InUse => L["Scans name this gate, so it stays. Take it off the dates that no longer use it."],
        GateRefusal.TooOften => L["You have changed too much within a short time. Wait a few minutes."],
    };

    public static string Describe(DeviceRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        DeviceRefusal.NotFound => L["We cannot find this device any more. Reload the page."],
        DeviceRefusal.NameInvalid => L["Enter a name of at most 60 characters."],
        DeviceRefusal.PerformancesInvalid => L["Choose at least one date."],
        DeviceRefusal.GatesInvalid => L["Choose gates of your venues."],
        DeviceRefusal.CapabilitiesInvalid => L["Choose what the device may do."],
        DeviceRefusal.EndInvalid => L["The device would end in the past, or more than a month after its last date."],
        DeviceRefusal.LimitReached => L["An organization can have at most 500 devices that are not over. Revoke some."],
        DeviceRefusal.Ended => L["The device was revoked or is over. Make another one."],
        DeviceRefusal.TextInvalid => L["Enter a text of at most 200 characters."],
        DeviceRefusal.TooOften => L["You have changed too much within a short time. Wait a few minutes."],
    };

    public static string Describe(DoorRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        DoorRefusal.NotFound => L["We cannot find this ticket or scan any more. Reload the page."],
        DoorRefusal.ReasonInvalid => L["Enter a reason of at most 200 characters."],
        DoorRefusal.NothingToUndo => L["It was taken back already."],
        DoorRefusal.TooOften => L["You have changed too much within a short time. Wait a few minutes."],
    };

    public static string Of(EntryPolicy policy, IStringLocalizer<Texts> L) => policy switch
    {
        EntryPolicy.Once => L["Once"],
        EntryPolicy.Reentry => L["In again after an exit"],
        EntryPolicy.Daily => L["Once a day"],
        EntryPolicy.Free => L["Any number of times"],
    };

    public static string Of(DeviceCapability capability, IStringLocalizer<Texts> L) => capability switch
    {
        DeviceCapability.Scan => L["Scan tickets"],
        DeviceCapability.Search => L["Search by name and order number"],
        DeviceCapability.Undo => L["Take scans back at any time"],
        DeviceCapability.Override => L["Let in against the rules, with a reason"],
        DeviceCapability.Kiosk => L["Kiosk: guests scan by themselves"],
    };

    public static string Of(string capability, IStringLocalizer<Texts> L) =>
        EnumWords.TryFromWord<DeviceCapability>(capability, out var known) ? Of(known, L) : capability;

    public static string Of(Verdict verdict, IStringLocalizer<Texts> L) => verdict switch
    {
        Verdict.NotATicket => L["Not a ticket"],
        Verdict.Unknown => L["Unknown"],
        Verdict.NotGenuine => L["Not genuine"],
        Verdict.Void => L["Void"],
        Verdict.Blocked => L["Blocked"],
        Verdict.TooEarly => L["Too early"],
        Verdict.Over => L["Gate closed"],
        Verdict.WrongPerformance => L["Wrong date"],
        Verdict.WrongGate => L["Wrong gate"],
        Verdict.AlreadyIn => L["Already in"],
        Verdict.Full => L["Full"],
        Verdict.NotInside => L["Not inside"],
        Verdict.UpdateApp => L["Old app"],
        Verdict.Welcome => L["Welcome"],
        Verdict.Goodbye => L["Goodbye"],
        Verdict.Duplicate => L["Duplicate"],
    };

    public static string OfFlag(string flag, IStringLocalizer<Texts> L) => flag switch
    {
        "duplicate" => L["Two entries"],
        "late-revoked" => L["Ticket revoked"],
        "over-capacity" => L["No room left"],
        "clock" => L["Wrong clock"],
        "undecidable" => L["At the same time"],
        _ => flag,
    };
}
