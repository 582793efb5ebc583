using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Desk;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>Editable copy of a room's settings, with times in the venue's local time.</summary>
internal sealed class RoomDraft
{
    private static readonly TimeSpan PreQueueLength = TimeSpan.FromMinutes(30);

    private RoomDraft? _original;

    public required RoomMode Mode { get; set; }

    public required string PreQueueAt { get; set; }

    public required string StartsAt { get; set; }

    public required int PerMinute { get; set; }

    public required int PerMinuteMin { get; set; }

    public required int Burst { get; set; }

    public required int ActiveMax { get; set; }

    public required int ClaimSeconds { get; set; }

    public required int PassSeconds { get; set; }

    public required int FailedHoldPercent { get; set; }

    public required int CheckoutMilliseconds { get; set; }

    public required int ArrivalsPerMinute { get; set; }

    /// <summary>Whether the draft differs from its original values.</summary>
    public bool IsChanged => _original is { } begun && Values(this) != Values(begun);

    /// <summary>A draft of the current settings; without a room the defaults: a pre-queue of half an hour before the sale.</summary>
    public static RoomDraft Of(RoomDesk desk, DateTimeOffset now)
    {
        var settings = desk.Settings ?? new RoomSettings { Mode = RoomMode.Scheduled };
        if (!RoomTexts.IsSet(settings.StartsAt))
        {
            var start = desk.OnSaleAt > now + PreQueueLength ? desk.OnSaleAt : now + (2 * PreQueueLength);
            start = start.AddTicks(-(start.Ticks % TimeSpan.TicksPerMinute));
            settings = settings with { PreQueueAt = start - PreQueueLength, StartsAt = start };
        }

        var draft = Of(settings, desk.TimeZone);
        draft._original = Of(settings, desk.TimeZone);
        return draft;
    }

    /// <summary>Converts the draft to settings.</summary>
    /// <param name="basis">Settings that keep what the draft does not edit: message, command, and unchanged times.</param>
    public (RoomSettings Settings, IReadOnlyList<RoomFault> Faults) Read(RoomSettings basis, string zone)
    {
        List<RoomFault> faults = [];
        var settings = basis with
        {
            Mode = Mode,
            PerMinute = PerMinute,
            PerMinuteMin = PerMinuteMin,
            Burst = Burst,
            ActiveMax = ActiveMax,
            ClaimSeconds = ClaimSeconds,
            PassSeconds = PassSeconds,
            FailedHoldPercent = FailedHoldPercent,
            CheckoutMilliseconds = CheckoutMilliseconds,
            ArrivalsPerMinute = ArrivalsPerMinute,
        };
        if (Mode == RoomMode.Scheduled)
        {
            settings = settings with
            {
                PreQueueAt = ReadTime(PreQueueAt, basis.PreQueueAt, zone, nameof(RoomSettings.PreQueueAt), faults),
                StartsAt = ReadTime(StartsAt, basis.StartsAt, zone, nameof(RoomSettings.StartsAt), faults),
            };
        }

        return (settings, faults);
    }

    private static RoomDraft Of(RoomSettings settings, string zone) => new()
    {
        Mode = settings.Mode,
        PreQueueAt = VenueClock.Text(settings.PreQueueAt, zone),
        StartsAt = VenueClock.Text(settings.StartsAt, zone),
        PerMinute = settings.PerMinute,
        PerMinuteMin = settings.PerMinuteMin,
        Burst = settings.Burst,
        ActiveMax = settings.ActiveMax,
        ClaimSeconds = settings.ClaimSeconds,
        PassSeconds = settings.PassSeconds,
        FailedHoldPercent = settings.FailedHoldPercent,
        CheckoutMilliseconds = settings.CheckoutMilliseconds,
        ArrivalsPerMinute = settings.ArrivalsPerMinute,
    };

    private static (RoomMode, string, string, (int, int, int, int), (int, int, int, int, int)) Values(RoomDraft draft) => (
        draft.Mode, draft.PreQueueAt, draft.StartsAt, (draft.PerMinute, draft.PerMinuteMin, draft.Burst, draft.ActiveMax),
        (draft.ClaimSeconds, draft.PassSeconds, draft.FailedHoldPercent, draft.CheckoutMilliseconds, draft.ArrivalsPerMinute));

    private static DateTimeOffset ReadTime(string text, DateTimeOffset known, string zone, string field, List<RoomFault> faults)
    {
        // Unchanged text keeps the exact time: its fractions, and which of two repeated hours it is.
        if (RoomTexts.IsSet(known) && text == VenueClock.Text(known, zone))
        {
            return known;
        }

        var read = VenueClock.Read(text, zone);
        if (read.Succeeded)
        {
            return read.Value;
        }

        faults.Add(new RoomFault(field, read.Refusal));
        return known;
    }
}
