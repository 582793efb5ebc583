using System.Text.Json;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>Reads facts about seats, also those of earlier versions: the outbox keeps them for weeks.</summary>
internal static class SeatFacts
{
    // One fact per performance, whose id is the aggregate's. The cause "changed" is of a hold that goes on.
    private const string FormerHeld = "seats.held";
    private const string FormerReleased = "seats.released";
    private const string FormerExpired = "seats.expired";

    /// <summary>The types of facts about seats.</summary>
    public static string[] Types { get; } = [SeatsFact.Type, FormerHeld, FormerReleased, FormerExpired];

    /// <summary>Whether a fact is about seats.</summary>
    public static bool Includes(Fact fact) => Array.IndexOf(Types, fact.Type) >= 0;

    /// <summary>The changes by performance.</summary>
    /// <exception cref="JsonException">The payload is another one.</exception>
    public static IEnumerable<SeatsChange> ChangesOf(Fact fact)
    {
        if (fact.Type == SeatsFact.Type)
        {
            return fact.Read<SeatsFact>().ToChanges();
        }

        var former = fact.Read<FormerFact>();
        return
        [
            new SeatsChange(
                Guid.Parse(fact.AggregateId), former.Held, former.Freed,
                Holds: fact.Type == FormerHeld ? former.Holds : 0,
                Released: fact.Type == FormerReleased ? former.Holds : 0,
                Expired: fact.Type == FormerExpired ? former.Holds : 0),
        ];
    }

    private sealed record FormerFact(int Held, int Freed, int Holds);
}
