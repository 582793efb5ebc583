using System.Text.Json;
using Ticketing.Core.Common;

namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// A way past the waiting room of one performance that its organizer gives to a number of people: accessible booking, sponsors, a
/// presale. Shared: one link, whoever comes first. Personal: a link for each, which belongs to the first who uses it.
/// </summary>
public sealed class AdmissionLink : IRecordsFacts
{
    // More than people of one link, so that no two links have a place in common.
    private const long PlacesOfALink = 1 << 20;

    private readonly FactRecorder _facts = new("waiting-room");

    private AdmissionLink()
    {
    }

    public Guid Id { get; private init; }

    public PerformanceId PerformanceId { get; private init; }

    public OrganizationId OrganizationId { get; private init; }

    /// <summary>Counts the links of a performance, from 1.</summary>
    public int Number { get; private init; }

    /// <summary>For the organizer; nobody else sees it.</summary>
    public string Name { get; private init; } = "";

    public int People { get; private init; }

    public bool IsPersonal { get; private init; }

    /// <summary>How many have come by it.</summary>
    public int Used { get; private set; }

    /// <summary>Null: as long as there is a waiting room.</summary>
    public DateTimeOffset? ValidUntil { get; private init; }

    public DateTimeOffset MadeAt { get; private init; }

    public string MadeBy { get; private init; } = "";

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Makes a link. The terms have no faults.</summary>
    /// <param name="number">One more than the performance's last.</param>
    public static AdmissionLink Make(LinkTerms terms, WaitingRoom room, int number, Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(terms.Faults(now).Count == 0 && number > 0);
        var link = new AdmissionLink
        {
            Id = Guid.CreateVersion7(now),
            PerformanceId = room.PerformanceId,
            OrganizationId = room.OrganizationId,
            Number = number,
            Name = terms.Name.Trim(),
            People = terms.People,
            IsPersonal = terms.IsPersonal,
            ValidUntil = terms.ValidUntil,
            MadeAt = now,
            MadeBy = actor.Name,
        };
        var after = JsonSerializer.Serialize(new { link = link.Name, people = link.People });
        link.Record("admission-link.made", null, after, actor, now);
        return link;
    }

    /// <summary>Nobody comes by it any more; who is in stays in.</summary>
    public void Revoke(Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(RevokedAt is null);
        RevokedAt = now;
        Record("admission-link.revoked", JsonSerializer.Serialize(new { link = Name }), null, actor, now);
    }

    /// <summary>Counts somebody who comes for the first time. Callers hold a row lock.</summary>
    public void Count()
    {
        Invariant.Holds(Used < People && RevokedAt is null);
        Used++;
    }

    /// <summary>They did not get in after all.</summary>
    public void Uncount()
    {
        Invariant.Holds(Used > 0);
        Used--;
    }

    public LinkState StateAt(DateTimeOffset now) => RevokedAt is not null ? LinkState.Revoked : ValidUntil <= now ? LinkState.Over : LinkState.Open;

    /// <summary>The place of a use, which is nobody else's: below 0, where nobody waits.</summary>
    public long PlaceOf(int use) => -((Number * PlacesOfALink) + use);

    /// <summary>Whether it is one of this link's.</summary>
    public bool Has(AdmissionLinkToken token) =>
        token.Link == Id && token.Performance == PerformanceId && (IsPersonal ? token.Use >= 1 && token.Use <= People : token.Use == AdmissionLinkToken.AnyUse);

    /// <param name="use">Of a personal link, from 1.</param>
    public AdmissionLinkToken TokenOf(int use = AdmissionLinkToken.AnyUse) => new(PerformanceId, Id, use);

    public RecordedFacts TakeFacts() => _facts.Take();

    private void Record(string type, string? before, string? after, Actor actor, DateTimeOffset now) => _facts.RecordJson(
        type, PerformanceId.Value.ToString(), new { performanceId = PerformanceId.Value, linkId = Id, people = People }, before, after, actor, now);
}

public enum LinkState
{
    Open,

    /// <summary>Its time is over.</summary>
    Over,

    /// <summary>The organizer has taken it back.</summary>
    Revoked,
}

/// <summary>What an organizer wants of a link.</summary>
/// <param name="People">How many people can use it.</param>
/// <param name="IsPersonal">A link for each of them, instead of one for all.</param>
/// <param name="ValidUntil">Null: as long as there is a waiting room.</param>
public sealed record LinkTerms(string Name, int People, bool IsPersonal, DateTimeOffset? ValidUntil)
{
    public const int NameLengthMax = 80;
    public const int PeopleMax = 100_000;

    /// <summary>What is wrong with it; empty when all is well. See <see cref="RoomSettings.Faults"/>.</summary>
    public IReadOnlyList<RoomFault> Faults(DateTimeOffset now)
    {
        List<RoomFault> faults = [];
        if (Name.Trim() is not { Length: > 0 and <= NameLengthMax } name || name.Any(char.IsControl))
        {
            faults.Add(new RoomFault(nameof(Name), "Give the link a name of at most 80 characters."));
        }

        if (People is < 1 or > PeopleMax)
        {
            faults.Add(new RoomFault(nameof(People), "Between 1 and 100,000 people can use a link."));
        }

        if (ValidUntil <= now)
        {
            faults.Add(new RoomFault(nameof(ValidUntil), "This time has already passed."));
        }

        return faults;
    }
}

/// <summary>Somebody who came by a link.</summary>
public sealed class AdmissionLinkUse
{
    public required Guid LinkId { get; init; }

    /// <summary>From 1.</summary>
    public required int Use { get; init; }

    /// <summary>See <see cref="QueueOwner"/>.</summary>
    public required byte[] Owner { get; init; }

    public required DateTimeOffset At { get; init; }
}
