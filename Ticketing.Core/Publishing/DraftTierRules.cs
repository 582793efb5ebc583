using Ticketing.Core.Catalog;

namespace Ticketing.Core.Publishing;

/// <summary>When and to whom a price is sold, and how many of its seats an order can have: the sale rules of a draft's tier.</summary>
public sealed record DraftTierRules
{
    public static DraftTierRules None { get; } = new();

    /// <summary>Local date and time; null: with the sale.</summary>
    public DateTime? OpensAt { get; init; }

    /// <summary>Local date and time; null: with the sale.</summary>
    public DateTime? ClosesAt { get; init; }

    /// <summary>Null: one.</summary>
    public int? PerOrderMin { get; init; }

    /// <summary>Null: what the event allows.</summary>
    public int? PerOrderMax { get; init; }

    /// <inheritdoc cref="TierRules.ByCode"/>
    public bool ByCode { get; init; }

    /// <param name="zone">The venue's IANA zone.</param>
    public TierRules ToRules(string zone) => new(
        OpensAt is { } opens ? LocalTimes.ToInstant(opens, zone) : null, ClosesAt is { } closes ? LocalTimes.ToInstant(closes, zone) : null,
        PerOrderMin, PerOrderMax)
    {
        ByCode = ByCode,
    };

    /// <param name="rules">As the catalogue has them.</param>
    /// <param name="zone">The venue's IANA zone.</param>
    public static DraftTierRules Of(TierRules rules, string zone)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new DraftTierRules
        {
            OpensAt = rules.OpensAt is { } opens ? LocalTimes.OfInstant(opens, zone) : null,
            ClosesAt = rules.ClosesAt is { } closes ? LocalTimes.OfInstant(closes, zone) : null,
            PerOrderMin = rules.PerOrderMin,
            PerOrderMax = rules.PerOrderMax,
            ByCode = rules.ByCode,
        };
    }

    /// <summary>What is wrong with them.</summary>
    internal static IEnumerable<DraftProblem> Check(string path, DraftTierRules rules, int seatsPerOrderMax)
    {
        if (rules.OpensAt is { } opens && !LocalTimes.IsPlanned(opens))
        {
            yield return Problem(path + ".opensAt", "Enter the day and the time.");
        }

        if (rules.ClosesAt is { } closes && (!LocalTimes.IsPlanned(closes) || closes <= rules.OpensAt))
        {
            yield return Problem(path + ".closesAt", "This price closes before it opens: change one of the times.");
        }

        if (rules.PerOrderMin < 1 || rules.PerOrderMin > seatsPerOrderMax)
        {
            yield return Problem(path + ".perOrderMin", "Enter a number between 1 and the seats that an order can have, or nothing.");
        }

        if (rules.PerOrderMax < 1 || rules.PerOrderMax < rules.PerOrderMin || rules.PerOrderMax > DraftOffers.SeatsMax)
        {
            yield return Problem(path + ".perOrderMax", "Enter a number that is not below the minimum, or nothing.");
        }
    }

    private static DraftProblem Problem(string path, string sentence) => new(DraftStep.Prices, path, sentence);
}
