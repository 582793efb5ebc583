using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;

namespace Ticketing.Tests.Publishing;

/// <summary>Two editors of one draft: nothing that only one of them changed is lost, and what both changed is named.</summary>
public sealed class DraftMergeTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void Merge_WithoutAnotherChange_IsWhatWasSent() => Prop.ForAll(Seeds, seed =>
    {
        var (seen, sent) = Versions(seed);
        var merged = DraftMerge.Merge(seen, seen, sent);

        return IsSame(merged.Document, sent) && merged.Conflicts.Count == 0 && merged.TakenOver.Count == 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_WithoutAnOwnChange_IsWhatOthersSaved() => Prop.ForAll(Seeds, seed =>
    {
        var (seen, stored) = Versions(seed);
        var merged = DraftMerge.Merge(seen, stored, seen);

        return IsSame(merged.Document, stored) && merged.Conflicts.Count == 0 && (merged.TakenOver.Count == 0) == IsSame(seen, stored);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_OfTheSameChange_IsThatChange() => Prop.ForAll(Seeds, seed =>
    {
        var (seen, both) = Versions(seed);
        var merged = DraftMerge.Merge(seen, both, both);

        return IsSame(merged.Document, both) && merged.Conflicts.Count == 0 && merged.TakenOver.Count == 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_OfChangesOfDifferentParts_KeepsBoth() => Prop.ForAll(Seeds, seed =>
    {
        var (seen, one) = Versions(seed);
        var (_, other) = Versions(seed, seed ^ 0x55aa55);
        var stored = seen with { Details = one.Details, Dates = one.Dates };
        var sent = seen with { Prices = other.Prices, Sale = other.Sale };
        var merged = DraftMerge.Merge(seen, stored, sent);

        return IsSame(merged.Document, stored with { Prices = other.Prices, Sale = other.Sale }) && merged.Conflicts.Count == 0;
    }).QuickCheckThrowOnFailure();

    // Whatever both did: a field that only one of them changed has that one's value, and no date that only one of them knows is lost.
    [Fact]
    public void Merge_OfAnyChanges_LosesNoAddedDate() => Prop.ForAll(Seeds, seed =>
    {
        var (seen, stored) = Versions(seed);
        var (_, sent) = Versions(seed, seed ^ 0x3c3c3c);
        var known = seen.Dates.Select(date => date.Id).ToHashSet();
        var merged = DraftMerge.Merge(seen, stored, sent);

        return stored.Dates.Concat(sent.Dates).Where(date => !known.Contains(date.Id)).All(added => merged.Document.Dates.Any(date => date.Id == added.Id))
            && merged.Document.Dates.DistinctBy(date => date.Id).Count() == merged.Document.Dates.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_OfOneFieldChangedByBoth_NamesItAndHasTheSentValue()
    {
        var seen = Versions(1).Seen;

        var merged = DraftMerge.Merge(seen, seen.WithTitle("Theirs").WithPrice(1), seen.WithTitle("Mine").WithPrice(2));

        Assert.Equal("Mine", merged.Document.Details.Title);
        Assert.Equal(["details.title", .. seen.Prices.Tiers.Select(tier => $"prices.tiers[{tier.Category}].price")], merged.Conflicts);
    }

    [Fact]
    public void Merge_OfADateInFront_LeavesTheOthersMatched()
    {
        var seen = Versions(1).Seen.WithDates([Date("a", 1), Date("b", 2)]);
        var stored = seen.WithDates(seen.Dates.Insert(0, Date("c", 3)));
        var sent = seen.WithDates(seen.Dates.SetItem(1, seen.Dates[1] with { Minutes = 99 }));

        var merged = DraftMerge.Merge(seen, stored, sent);

        Assert.Equal([(3, 120), (1, 120), (2, 99)], merged.Document.Dates.Select(date => (date.StartsAt!.Value.Day, date.Minutes)));
        Assert.Empty(merged.Conflicts);
    }

    [Fact]
    public void Merge_OfADateThatOneRemoved_FollowsWhoTouchedIt()
    {
        var seen = Versions(1).Seen.WithDates([Date("a", 1), Date("b", 2)]);
        var removed = seen.WithDates(seen.Dates.RemoveAt(0));
        var changed = seen.WithDates(seen.Dates.SetItem(0, seen.Dates[0] with { Minutes = 99 }));

        Assert.Single(DraftMerge.Merge(seen, removed, seen).Document.Dates);
        Assert.Equal(["dates"], DraftMerge.Merge(seen, removed, changed).Conflicts);
        Assert.Equal(2, DraftMerge.Merge(seen, removed, changed).Document.Dates.Length);
        Assert.Equal(["dates"], DraftMerge.Merge(seen, changed, removed).Conflicts);
        Assert.Single(DraftMerge.Merge(seen, changed, removed).Document.Dates);
    }

    [Fact]
    public void Draft_WrittenAndRead_IsTheSame() => Prop.ForAll(Seeds, seed =>
    {
        var (_, draft) = Versions(seed);

        return IsSame(EventDraftJson.Read(EventDraftJson.Write(draft)), draft);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Times_InJson_AreLocal()
    {
        var draft = EventDraft.Empty.WithDates([Date("a", 1)]);

        Assert.Contains("\"startsAt\":\"2031-05-01T20:00\"", EventDraftJson.Write(draft), StringComparison.Ordinal);
        Assert.Throws<System.Text.Json.JsonException>(() => EventDraftJson.Read("""{"sale":{"opensAt":"2031-05-01T20:00Z"}}"""));
    }

    private static bool IsSame(EventDraft one, EventDraft other) => EventDraftJson.Write(one) == EventDraftJson.Write(other);

    private static DraftDate Date(string name, int day) => new(Guid.Parse(new string(name[0], 8) + "-0000-7000-8000-000000000000"))
    {
        StartsAt = new DateTime(2031, 5, day, 20, 0, 0, DateTimeKind.Unspecified),
    };

    /// <summary>A draft and one that was made from it by a few changes.</summary>
    private static (EventDraft Seen, EventDraft Changed) Versions(int seed, int? changes = null)
    {
        var seen = Change(Change(EventDraft.Empty, new SeededRandom($"base {seed}"), 12), new SeededRandom($"base again {seed}"), 6);
        return (seen, Change(seen, new SeededRandom($"changes {changes ?? seed}"), 5));
    }

    private static EventDraft Change(EventDraft draft, SeededRandom random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            draft = ChangeOnce(draft, random);
        }

        return draft;
    }

    private static EventDraft ChangeOnce(EventDraft draft, SeededRandom random)
    {
        var dates = draft.Dates;
        var number = random.Whole(0, 999);
        var at = dates.IsEmpty ? 0 : random.Whole(0, dates.Length - 1);
        return random.Whole(0, 8) switch
        {
            0 => draft.WithTitle(number.ToString(CultureInfo.InvariantCulture)),
            1 => draft with { Details = draft.Details with { Story = $"Ä {number}", Picture = number % 2 == 0 ? null : Guid.Empty } },
            2 => draft with { Sale = draft.Sale with { HoldMinutes = number, OpensAt = number % 3 == 0 ? null : new DateTime(2030, 1, 1 + (number % 28)) } },
            3 => draft with { Prices = draft.Prices with { Tiers = [.. draft.Prices.Tiers.Where(tier => tier.Category != "c" + (number % 4)), new DraftTier("c" + (number % 4)) { Price = number }] } },
            4 => draft.WithDates(dates.Insert(at, new DraftDate(new Guid(number, (short)random.Whole(0, 999), (short)random.Whole(0, 999), [1, 2, 3, 4, 5, 6, 7, 8])))),
            5 when dates.Length > 1 => draft.WithDates(dates.RemoveAt(at)),
            6 when dates.Length > 0 => draft.WithDates(dates.SetItem(at, dates[at] with { Minutes = number })),
            7 when dates.Length > 1 => draft.WithDates(dates.RemoveAt(at).Add(dates[at])),
            8 => draft with { Place = new DraftPlace { Venue = number % 2 == 0 ? null : new VenueId(new Guid(number, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8])) } },
            _ => draft,
        };
    }
}
