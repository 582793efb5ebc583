using System.Text.Json;
using Ticketing.Core.Common;

namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// A skip-the-line link for one performance's waiting room: accessible booking, sponsors, a presale. A shared link has a number of uses,
/// first come, first served. Personal links have one use each, bound to its first user.
/// </summary>
public sealed class AdmissionLink : IRecordsFacts
{
    // Above LinkTerms.PeopleMax, so that the links' ranges of places are disjoint.
    private const long PlacesPerLink = 1 << 20;

    private readonly FactRecorder _facts = new("waiting-room");

    private AdmissionLink()
    {
    }

    public Guid Id { get; private init; }

    public PerformanceId PerformanceId { get; private init; }

    public OrganizationId OrganizationId { get; private init; }

    /// <summary>The link's ordinal within its performance, from 1.</summary>
    public int Number { get; private init; }

    /// <summary>Visible to the organizer only.</summary>
    public string Name { get; private init; } = "";

    public int People { get; private init; }

    public bool IsPersonal { get; private init; }

    /// <summary>The number of uses.</summary>
    public int Used { get; private set; }

    /// <summary>Null: as long as the waiting room exists.</summary>
    public DateTimeOffset? ValidUntil { get; private init; }

    public DateTimeOffset MadeAt { get; private init; }

    public string MadeBy { get; private init; } = "";

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Creates a link. The terms must be valid.</summary>
    /// <param name="number">The next ordinal of the performance's links.</param>
    public static AdmissionLink Make(LinkTerms terms, WaitingRoom room, int number, Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(terms.Faults(now).Count == 0 && number > 0);
        var link = new AdmissionLink
        {
            Id = Guid.CreateVersion7(now),
            PerformanceId = room.PerformanceId,
            OrganizationId = room.OrganizationId,
            Number = number,
            Name = TypedText.Line(terms.Name),
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

    /// <summary>Refuses further uses; issued passes stay valid.</summary>
    public void Revoke(Actor actor, DateTimeOffset now)
    {
        Invariant.Holds(RevokedAt is null);
        RevokedAt = now;
        Record("admission-link.revoked", JsonSerializer.Serialize(new { link = Name }), null, actor, now);
    }

    /// <summary>Counts a first use. Callers hold a row lock.</summary>
    public void Count()
    {
        Invariant.Holds(Used < People && RevokedAt is null);
        Used++;
    }

    /// <summary>Undoes <see cref="Count"/> after a failed admission.</summary>
    public void UndoCount()
    {
        Invariant.Holds(Used > 0);
        Used--;
    }

    public LinkState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? LinkState.Revoked : ValidUntil <= now ? LinkState.Expired : LinkState.Open;

    /// <summary>The unique place of a use: negative, outside the queue's places.</summary>
    public long PlaceOf(int use) => -((Number * PlacesPerLink) + use);

    /// <summary>Whether the token belongs to this link.</summary>
    public bool Has(AdmissionLinkToken token) =>
        token.Link == Id && token.Performance == PerformanceId
        && (IsPersonal ? token.Use >= 1 && token.Use <= People : token.Use == AdmissionLinkToken.AnyUse);

    /// <param name="use">The use of a personal link, from 1.</param>
    public AdmissionLinkToken TokenOf(int use = AdmissionLinkToken.AnyUse) => new(PerformanceId, Id, use);

    public RecordedFacts TakeFacts() => _facts.Take();

    private void Record(string type, string? before, string? after, Actor actor, DateTimeOffset now) => _facts.RecordJson(
        type,
        PerformanceId.Value.ToString(),
        OrganizationId,
        new { performanceId = PerformanceId.Value, linkId = Id, people = People },
        before,
        after,
        actor,
        now);
}

public enum LinkState
{
    Open,

    /// <summary>Past <see cref="AdmissionLink.ValidUntil"/>.</summary>
    Expired,

    /// <summary>Revoked by the organizer.</summary>
    Revoked,
}

/// <summary>Settings of a new skip-the-line link.</summary>
/// <param name="People">The maximum number of uses.</param>
/// <param name="IsPersonal">One link per person instead of a shared one.</param>
/// <param name="ValidUntil">Null: as long as the waiting room exists.</param>
public sealed record LinkTerms(string Name, int People, bool IsPersonal, DateTimeOffset? ValidUntil)
{
    public const int NameLengthMax = 80;
    public const int PeopleMax = 100_000;

    /// <summary>Validation errors, empty if valid; see <see cref="RoomSettings.Faults"/>.</summary>
    public IReadOnlyList<RoomFault> Faults(DateTimeOffset now)
    {
        List<RoomFault> faults = [];
        if (!TypedText.IsName(TypedText.Line(Name), NameLengthMax))
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

/// <summary>One use of a link.</summary>
public sealed class AdmissionLinkUse
{
    public required Guid LinkId { get; init; }

    /// <summary>From 1.</summary>
    public required int Use { get; init; }

    /// <summary>See <see cref="QueueOwner"/>.</summary>
    public required byte[] Owner { get; init; }

    public required DateTimeOffset At { get; init; }
}
