using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Infrastructure.Inventory.Allotments;

namespace Ticketing.App.BoxOffice.Organizer;

/// <summary>The statuses that a member's map shows: available is what can be clicked.</summary>
internal static class DeskSeats
{
    /// <summary>For a sale out of one source: the public's seats, or the free ones of an allotment.</summary>
    public static IReadOnlyList<SeatStatus> ToSell(AllottedPlan plan, AllotmentId? from) => from is not { } allotment
        ? plan.Statuses
        : Of(plan, (seat, status) => status switch
        {
            SeatStatus.Blocked when plan.Allotted.TryGetValue(seat, out var id) && id == allotment => SeatStatus.Available,
            SeatStatus.Available => SeatStatus.Blocked,
            _ => status,
        });

    /// <summary>For setting aside: free seats, and blocked ones that are of no allotment.</summary>
    public static SeatStatus[] ToAllot(AllottedPlan plan) => Of(
        plan, (seat, status) => status == SeatStatus.Blocked && !plan.Allotted.ContainsKey(seat) ? SeatStatus.Available : status);

    /// <summary>For a release: the free seats of an allotment.</summary>
    public static IReadOnlyList<SeatStatus> ToRelease(AllottedPlan plan, AllotmentId allotment) => ToSell(plan, allotment);

    /// <summary>The first free place of an area; null: none.</summary>
    public static SeatIndex? FirstFreeIn(CompiledPlan plan, string area, IReadOnlyList<SeatStatus> statuses)
    {
        if (plan.FindArea(area) is { } section)
        {
            for (var place = section.First; place < section.First + section.Count && place < statuses.Count; place++)
            {
                if (statuses[place] == SeatStatus.Available)
                {
                    return new SeatIndex(place);
                }
            }
        }

        return null;
    }

    private static SeatStatus[] Of(AllottedPlan plan, Func<SeatIndex, SeatStatus, SeatStatus> status) =>
        [.. plan.Statuses.Select((stored, index) => status(new SeatIndex(index), stored))];
}
